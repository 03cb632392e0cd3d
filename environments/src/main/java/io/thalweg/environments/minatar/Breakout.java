package io.thalweg.environments.minatar;

import java.util.Arrays;

/**
 * A ball, a paddle of one cell at the bottom, and three rows of bricks. The ball goes along
 * diagonals and is reflected by walls, bricks and paddle; each brick that it hits is gone, and
 * worth 1. When all are gone, three new rows come with the next stroke of the paddle. It ends where
 * the ball is missed. Actions: nothing (0), left (1), right (2).
 *
 * <p>Channels: paddle, ball, where the ball was, bricks. The ball begins in the fourth row at
 * either wall, on its way down. It goes on sideways where the paddle was straight below it, and
 * goes back where it came from where the paddle meets it at its side.
 */
public final class Breakout extends GridGame {
  private static final int NOTHING = -1;
  private static final int PADDLE_ROW = SIZE - 1;
  private static final int FIRST_BRICKS = 1;
  private static final int BRICK_ROWS = 3;

  private final boolean[] bricks = new boolean[BRICK_ROWS * SIZE];
  private int left;
  private int paddle;
  private int row;
  private int column;
  private int down;
  private int right;
  private int lastRow;
  private int lastColumn;

  /** A new game. */
  public Breakout() {
    super("pot#", 3);
  }

  @Override
  void begin() {
    build();
    paddle = SIZE / 2 - 1;
    boolean fromLeft = draw(2) == 0;
    set(FIRST_BRICKS + BRICK_ROWS - 1, fromLeft ? 0 : SIZE - 1, 1, fromLeft ? 1 : -1);
  }

  /** For tests: where the ball is and goes. */
  void set(int newRow, int newColumn, int newDown, int newRight) {
    row = newRow;
    column = newColumn;
    down = newDown;
    right = newRight;
    lastRow = row;
    lastColumn = column;
  }

  void setPaddle(int newPaddle) {
    paddle = newPaddle;
  }

  private void build() {
    Arrays.fill(bricks, true);
    left = bricks.length;
  }

  /** The number of a cell's brick, or none. */
  private static int brick(int row, int column) {
    boolean among = row >= FIRST_BRICKS && row < FIRST_BRICKS + BRICK_ROWS;
    return among ? (row - FIRST_BRICKS) * SIZE + column : NOTHING;
  }

  @Override
  double play(int action) {
    paddle = clamped(paddle + (action == 1 ? -1 : action == 2 ? 1 : 0), 0, SIZE - 1);
    lastRow = row;
    lastColumn = column;
    if (column + right < 0 || column + right >= SIZE) {
      right = -right;
    }
    if (row + down < 0) {
      down = 1;
    }
    int nextRow = row + down;
    int nextColumn = column + right;
    int brick = brick(nextRow, nextColumn);
    if (brick != NOTHING && bricks[brick]) {
      bricks[brick] = false;
      left--;
      down = -down;
      column = nextColumn;
      return 1;
    }
    if (nextRow == PADDLE_ROW) {
      meetPaddle(nextColumn);
    } else {
      row = nextRow;
      column = nextColumn;
    }
    return 0;
  }

  private void meetPaddle(int nextColumn) {
    if (left == 0) {
      build();
    }
    if (paddle == column) {
      down = -1;
      column = nextColumn;
    } else if (paddle == nextColumn) {
      down = -1;
      right = -right;
    } else {
      row = PADDLE_ROW;
      column = nextColumn;
      lose();
    }
  }

  /** For tests: takes all bricks but so many of the first away. */
  void leave(int count) {
    for (int i = 0; i < bricks.length; i++) {
      bricks[i] = i < count;
    }
    left = count;
  }

  int left() {
    return left;
  }

  @Override
  void draw() {
    mark(0, PADDLE_ROW, paddle);
    mark(1, row, column);
    mark(2, lastRow, lastColumn);
    for (int i = 0; i < bricks.length; i++) {
      if (bricks[i]) {
        mark(3, FIRST_BRICKS + i / SIZE, i % SIZE);
      }
    }
  }
}
