package io.thalweg.environments.minatar;

import java.util.Arrays;

/** Things that go along rows, as many as there is room for; what is too many does not come. */
final class Swarm {
  private static final int ROOM = 64;

  private final int[] rows = new int[ROOM];
  private final int[] columns = new int[ROOM];
  private final int[] directions = new int[ROOM];
  private final int[] until = new int[ROOM];
  private int count;

  void clear() {
    count = 0;
    Arrays.fill(until, 0);
  }

  int count() {
    return count;
  }

  int row(int i) {
    return rows[i];
  }

  int column(int i) {
    return columns[i];
  }

  int direction(int i) {
    return directions[i];
  }

  /**
   * @param frames until something of its own happens, see {@link #isDue}
   */
  void add(int row, int column, int direction, int frames) {
    if (count < ROOM) {
      rows[count] = row;
      columns[count] = column;
      directions[count] = direction;
      until[count] = frames;
      count++;
    }
  }

  /** Takes one away; the last takes its place. */
  void remove(int i) {
    count--;
    rows[i] = rows[count];
    columns[i] = columns[count];
    directions[i] = directions[count];
    until[i] = until[count];
  }

  /** Each a cell on; those that leave the grid are gone. */
  void move() {
    for (int i = count - 1; i >= 0; i--) {
      columns[i] += directions[i];
      if (columns[i] < 0 || columns[i] >= GridGame.SIZE) {
        remove(i);
      }
    }
  }

  /** Whether one's frames are over, which then begin again. */
  boolean isDue(int i, int frames) {
    if (--until[i] > 0) {
      return false;
    }
    until[i] = frames;
    return true;
  }

  /** One that is there; −1: none. */
  int at(int row, int column) {
    for (int i = 0; i < count; i++) {
      if (rows[i] == row && columns[i] == column) {
        return i;
      }
    }
    return -1;
  }

  /** Whether one of a row goes the other way. */
  boolean goesAgainst(int row, int direction) {
    for (int i = 0; i < count; i++) {
      if (rows[i] == row && directions[i] != direction) {
        return true;
      }
    }
    return false;
  }
}
