package io.thalweg.environments.tabular;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;

/**
 * A walk along a cliff: Sutton and Barto, "Reinforcement learning", example 6.6, with the rules of
 * Gymnasium's CliffWalking-v1. Actions: up (0), right (1), down (2), left (3). A step costs 1, a
 * fall 100 and leads back to the start; it ends at the goal, 11 squares right of the start.
 *
 * <p>Observation: the number of the square of 4 rows of 12.
 */
public final class CliffWalking implements Environment {
  private static final int COLUMNS = 12;
  private static final int LAST_ROW = 3;
  private static final int START = LAST_ROW * COLUMNS;
  private static final int GOAL = START + COLUMNS - 1;
  private static final Space OBSERVATIONS = new Space.Discrete((LAST_ROW + 1) * COLUMNS);
  private static final Space.Discrete ACTIONS = new Space.Discrete(4);

  private final Progress progress = new Progress();
  private int square;

  @Override
  public Space observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  @Override
  public void reset(long seed) {
    set(START);
  }

  void set(int newSquare) {
    square = newSquare;
    progress.begin();
  }

  @Override
  public void step(float[] actions, int offset) {
    int row = square / COLUMNS;
    int column = square % COLUMNS;
    switch (progress.action(ACTIONS, actions, offset)) {
      case 0 -> row = Math.max(0, row - 1);
      case 1 -> column = Math.min(COLUMNS - 1, column + 1);
      case 2 -> row = Math.min(LAST_ROW, row + 1);
      default -> column = Math.max(0, column - 1);
    }
    square = row * COLUMNS + column;
    boolean fallen = cliff(square);
    square = fallen ? START : square;
    progress.moved(fallen ? -100 : -1, square == GOAL);
  }

  private static boolean cliff(int at) {
    return at > START && at < GOAL;
  }

  @Override
  public void observe(float[] into, int offset) {
    into[offset] = square;
  }

  @Override
  public double reward() {
    return progress.reward();
  }

  @Override
  public boolean terminated() {
    return progress.terminated();
  }

  @Override
  public String render() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= GOAL; i++) {
      text.append(i == square ? 'x' : i == GOAL ? 'T' : cliff(i) ? 'C' : 'o');
      text.append(i % COLUMNS == COLUMNS - 1 ? "\n" : " ");
    }
    return text.toString();
  }
}
