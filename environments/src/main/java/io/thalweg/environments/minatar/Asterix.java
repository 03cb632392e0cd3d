package io.thalweg.environments.minatar;

import java.util.Arrays;

/**
 * Enemies and treasure cross the field from both sides, and the player goes where it likes. A
 * treasure is worth 1; an enemy ends the game. Every now and then more of them come, faster.
 * Actions: nothing (0), left (1), up (2), right (3), down (4).
 *
 * <p>Channels: player, enemies, where what moves came from, treasure. Each of the eight rows
 * between the first and the last holds one thing at a time, a third of them treasure; at first one
 * comes every 10 frames and they move every 5; every 100 frames either gets faster.
 */
public final class Asterix extends GridGame {
  private static final int LANES = SIZE - 2;
  private static final int BETWEEN_RAMPS = 100;

  private final boolean[] there = new boolean[LANES];
  private final boolean[] treasure = new boolean[LANES];
  private final int[] columns = new int[LANES];
  private final int[] directions = new int[LANES];
  private int row;
  private int column;
  private int betweenSpawns;
  private int betweenMoves;
  private int untilSpawn;
  private int untilMove;
  private int untilRamp;
  private int ramps;
  private double reward;

  /** A new game. */
  public Asterix() {
    super("pe-$", 5);
  }

  @Override
  void begin() {
    Arrays.fill(there, false);
    row = SIZE / 2;
    column = SIZE / 2;
    betweenSpawns = 10;
    betweenMoves = 5;
    untilSpawn = betweenSpawns;
    untilMove = betweenMoves;
    untilRamp = BETWEEN_RAMPS;
    ramps = 0;
  }

  @Override
  double play(int action) {
    reward = 0;
    if (--untilSpawn == 0) {
      untilSpawn = betweenSpawns;
      spawn();
    }
    switch (action) {
      case 1 -> column = clamped(column - 1, 0, SIZE - 1);
      case 2 -> row = clamped(row - 1, 1, LANES);
      case 3 -> column = clamped(column + 1, 0, SIZE - 1);
      case 4 -> row = clamped(row + 1, 1, LANES);
      default -> {
        // It stays where it is.
      }
    }
    meet();
    if (--untilMove == 0) {
      untilMove = betweenMoves;
      move();
      meet();
    }
    if (--untilRamp == 0) {
      untilRamp = BETWEEN_RAMPS;
      ramp();
    }
    return reward;
  }

  private void spawn() {
    int free = 0;
    for (boolean taken : there) {
      free += taken ? 0 : 1;
    }
    if (free == 0) {
      return;
    }
    int chosen = draw(free);
    int direction = draw(2) == 0 ? -1 : 1;
    boolean gold = chance(1.0 / 3);
    for (int lane = 0; lane < LANES; lane++) {
      if (!there[lane] && chosen-- == 0) {
        set(lane, direction > 0 ? 0 : SIZE - 1, direction, gold);
      }
    }
  }

  /** Something in a lane, the first below the top row being 0. */
  void set(int lane, int newColumn, int direction, boolean gold) {
    there[lane] = true;
    columns[lane] = newColumn;
    directions[lane] = direction;
    treasure[lane] = gold;
  }

  private void meet() {
    int lane = row - 1;
    if (there[lane] && columns[lane] == column) {
      if (treasure[lane]) {
        there[lane] = false;
        reward++;
      } else {
        lose();
      }
    }
  }

  private void move() {
    for (int lane = 0; lane < LANES; lane++) {
      columns[lane] += directions[lane];
      there[lane] &= isInside(0, columns[lane]);
    }
  }

  private void ramp() {
    if (ramps++ % 2 == 0) {
      betweenMoves = Math.max(1, betweenMoves - 1);
    } else {
      betweenSpawns = Math.max(1, betweenSpawns - 1);
    }
  }

  /** For tests: frames between moves, and between what comes. */
  int[] pace() {
    return new int[] {betweenMoves, betweenSpawns};
  }

  int row() {
    return row;
  }

  int column() {
    return column;
  }

  @Override
  void draw() {
    mark(0, row, column);
    for (int lane = 0; lane < LANES; lane++) {
      if (there[lane]) {
        mark(treasure[lane] ? 3 : 1, lane + 1, columns[lane]);
        mark(2, lane + 1, columns[lane] - directions[lane]);
      }
    }
  }
}
