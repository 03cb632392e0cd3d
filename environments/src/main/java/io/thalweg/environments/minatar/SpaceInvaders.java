package io.thalweg.environments.minatar;

import java.util.Arrays;

/**
 * A cannon at the bottom, and aliens above that go sideways until one is at the edge, then a row
 * down and back. Each that is shot is worth 1. They shoot too. It ends where a bullet or an alien
 * hits the cannon, or aliens are at the bottom. The fewer are left, the faster they go, the last
 * one a cell per frame; each new wave goes a little faster than the one before. Actions: nothing
 * (0), left (1), right (2), fire (3).
 *
 * <p>Channels: cannon, aliens, aliens that go left, aliens that go right, own bullets, foreign
 * bullets. A wave has 4 rows of 6 and begins with a step every 12 frames, a bullet of the nearest
 * alien every 10; the cannon needs 5 frames to load.
 */
public final class SpaceInvaders extends GridGame {
  private static final int CANNON_ROW = SIZE - 1;
  private static final int ROWS = 4;
  private static final int FIRST_COLUMN = 2;
  private static final int LAST_COLUMN = 7;
  private static final int SLOWEST = 12;
  private static final int FASTEST_WAVE = 6;
  private static final int BETWEEN_SHOTS = 10;
  private static final int LOADING = 5;

  private boolean[] aliens = new boolean[SIZE * SIZE];
  private boolean[] moved = new boolean[SIZE * SIZE];
  private boolean[] own = new boolean[SIZE * SIZE];
  private boolean[] foreign = new boolean[SIZE * SIZE];
  private int cannon;
  private int direction;
  private int pace;
  private int untilMove;
  private int untilShot;
  private int loading;

  /** A new game. */
  public SpaceInvaders() {
    super("Aalr'!", 4);
  }

  @Override
  void begin() {
    Arrays.fill(own, false);
    Arrays.fill(foreign, false);
    cannon = SIZE / 2;
    pace = SLOWEST;
    untilShot = BETWEEN_SHOTS;
    loading = 0;
    wave();
  }

  private void wave() {
    Arrays.fill(aliens, false);
    for (int row = 0; row < ROWS; row++) {
      Arrays.fill(aliens, row * SIZE + FIRST_COLUMN, row * SIZE + LAST_COLUMN + 1, true);
    }
    direction = -1;
    untilMove = pace;
  }

  @Override
  double play(int action) {
    cannon = clamped(cannon + (action == 1 ? -1 : action == 2 ? 1 : 0), 0, SIZE - 1);
    own = shifted(own, -SIZE);
    if (action == 3 && loading == 0) {
      own[(CANNON_ROW - 1) * SIZE + cannon] = true;
      loading = LOADING;
    }
    loading = Math.max(0, loading - 1);
    foreign = shifted(foreign, SIZE);
    double reward = hit();
    march();
    reward += hit();
    shoot();
    int here = CANNON_ROW * SIZE + cannon;
    if (foreign[here] || aliens[here]) {
      lose();
    }
    if (count() == 0) {
      pace = Math.max(FASTEST_WAVE, pace - 1);
      wave();
    }
    return reward;
  }

  /** All a row up or down; what leaves the grid is gone. The arrays change places. */
  private boolean[] shifted(boolean[] cells, int by) {
    Arrays.fill(moved, false);
    for (int cell = 0; cell < cells.length; cell++) {
      int to = cell + by;
      if (cells[cell] && to >= 0 && to < cells.length) {
        moved[to] = true;
      }
    }
    boolean[] filled = moved;
    moved = cells;
    return filled;
  }

  /** Takes away aliens that own bullets are at, with the bullets; how many. */
  private int hit() {
    int hits = 0;
    for (int cell = 0; cell < aliens.length; cell++) {
      if (aliens[cell] && own[cell]) {
        aliens[cell] = false;
        own[cell] = false;
        hits++;
      }
    }
    return hits;
  }

  private int count() {
    int count = 0;
    for (boolean alien : aliens) {
      count += alien ? 1 : 0;
    }
    return count;
  }

  private void march() {
    untilMove--;
    if (untilMove > 0) {
      return;
    }
    untilMove = Math.max(1, Math.min(count(), pace));
    if (isAtEdge()) {
      direction = -direction;
      if (isAtBottom()) {
        lose();
      }
      aliens = shifted(aliens, SIZE);
    } else {
      aliens = shifted(aliens, direction);
    }
  }

  private boolean isAtEdge() {
    int edge = direction < 0 ? 0 : SIZE - 1;
    for (int row = 0; row < SIZE; row++) {
      if (aliens[row * SIZE + edge]) {
        return true;
      }
    }
    return false;
  }

  private boolean isAtBottom() {
    for (int column = 0; column < SIZE; column++) {
      if (aliens[CANNON_ROW * SIZE + column]) {
        return true;
      }
    }
    return false;
  }

  /** Of the aliens nearest to the cannon by column, the lowest. */
  private void shoot() {
    untilShot--;
    if (untilShot > 0) {
      return;
    }
    untilShot = BETWEEN_SHOTS;
    for (int distance = 0; distance < SIZE; distance++) {
      int cell = Math.max(lowest(cannon - distance), lowest(cannon + distance));
      if (cell >= 0) {
        foreign[cell] = true;
        return;
      }
    }
  }

  /** Cell of a column's lowest alien; −1: there is none. */
  private int lowest(int column) {
    for (int row = SIZE - 1; row >= 0; row--) {
      if (isInside(row, column) && aliens[row * SIZE + column]) {
        return row * SIZE + column;
      }
    }
    return -1;
  }

  /** For tests: these aliens only. */
  void set(int... cells) {
    Arrays.fill(aliens, false);
    for (int cell : cells) {
      aliens[cell] = true;
    }
  }

  void setDirection(int newDirection) {
    direction = newDirection;
  }

  void setUntilMove(int frames) {
    untilMove = frames;
  }

  void setForeignBullet(int cell) {
    foreign[cell] = true;
  }

  boolean alien(int cell) {
    return aliens[cell];
  }

  int aliens() {
    return count();
  }

  int cannon() {
    return cannon;
  }

  @Override
  void draw() {
    mark(0, CANNON_ROW, cannon);
    for (int cell = 0; cell < SIZE * SIZE; cell++) {
      int row = cell / SIZE;
      int column = cell % SIZE;
      if (aliens[cell]) {
        mark(1, row, column);
        mark(direction < 0 ? 2 : 3, row, column);
      }
      if (own[cell]) {
        mark(4, row, column);
      }
      if (foreign[cell]) {
        mark(5, row, column);
      }
    }
  }
}
