package io.thalweg.environments.minatar;

/**
 * A chicken wants to cross eight lanes of cars. At the top it is worth 1, begins again at the
 * bottom, and the cars get other speeds. A car throws it back to the bottom. It moves every third
 * frame at most; the game ends after 2,500 frames. Actions: nothing (0), up (1), down (2).
 *
 * <p>Channels: chicken, cars, and five in which a trail behind a car says how fast it is: the first
 * for a cell per frame, the fifth for one every fifth frame. Cars that leave at one side come back
 * at the other; all begin at the left edge.
 */
public final class Freeway extends GridGame {
  private static final int LANES = SIZE - 2;
  private static final int SPEEDS = 5;
  private static final int BETWEEN_MOVES = 3;
  private static final int FRAMES = 2_500;
  private static final int COLUMN = SIZE / 2 - 1;

  private final int[] columns = new int[LANES];

  /** Frames per cell, below 0 to the left. */
  private final int[] speeds = new int[LANES];

  private final int[] until = new int[LANES];
  private int row;
  private int untilMove;
  private int frames;

  /** A new game. */
  public Freeway() {
    super("cC12345", 3);
  }

  @Override
  void begin() {
    row = SIZE - 1;
    untilMove = 0;
    frames = 0;
    for (int lane = 0; lane < LANES; lane++) {
      columns[lane] = 0;
    }
    speed();
  }

  private void speed() {
    for (int lane = 0; lane < LANES; lane++) {
      int speed = 1 + draw(SPEEDS);
      set(lane, columns[lane], draw(2) == 0 ? speed : -speed);
    }
  }

  /** For tests too: the car of a lane, the first below the top row being 0. */
  void set(int lane, int column, int speed) {
    columns[lane] = column;
    speeds[lane] = speed;
    until[lane] = Math.abs(speed);
  }

  void setRow(int newRow) {
    row = newRow;
  }

  int row() {
    return row;
  }

  int column(int lane) {
    return columns[lane];
  }

  int speed(int lane) {
    return speeds[lane];
  }

  @Override
  double play(int action) {
    untilMove = Math.max(0, untilMove - 1);
    if (untilMove == 0 && action != 0) {
      untilMove = BETWEEN_MOVES;
      row = clamped(row + (action == 1 ? -1 : 1), 0, SIZE - 1);
    }
    double reward = 0;
    if (row == 0) {
      reward = 1;
      row = SIZE - 1;
      speed();
    }
    meet();
    drive();
    meet();
    if (++frames == FRAMES) {
      lose();
    }
    return reward;
  }

  private void meet() {
    int lane = row - 1;
    if (lane >= 0 && lane < LANES && columns[lane] == COLUMN) {
      row = SIZE - 1;
    }
  }

  private void drive() {
    for (int lane = 0; lane < LANES; lane++) {
      if (--until[lane] == 0) {
        until[lane] = Math.abs(speeds[lane]);
        columns[lane] = Math.floorMod(columns[lane] + Integer.signum(speeds[lane]), SIZE);
      }
    }
  }

  @Override
  void draw() {
    mark(0, row, COLUMN);
    for (int lane = 0; lane < LANES; lane++) {
      mark(1, lane + 1, columns[lane]);
      int behind = Math.floorMod(columns[lane] - Integer.signum(speeds[lane]), SIZE);
      mark(1 + Math.abs(speeds[lane]), lane + 1, behind);
    }
  }
}
