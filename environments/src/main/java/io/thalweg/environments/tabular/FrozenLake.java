package io.thalweg.environments.tabular;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.SplittableRandom;

/**
 * A lake to be crossed between its holes, with the rules of Gymnasium's FrozenLake-v1. Actions:
 * left (0), down (1), right (2), up (3); on slippery ice each of the action and its two neighbours
 * happens with probability 1/3. Reaching the goal is worth 1, all else nothing; a hole ends the
 * episode too.
 *
 * <p>Observation: the number of the square, row by row.
 */
public final class FrozenLake implements Environment {
  private static final String[] SMALL = {"SFFF", "FHFH", "FFFH", "HFFG"};
  private static final String[] LARGE = {
    "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF", "FFFHFFFG"
  };
  private static final Space.Discrete ACTIONS = new Space.Discrete(4);

  private final String[] rows;
  private final boolean slippery;
  private final Space observations;
  private final Progress progress = new Progress();
  private SplittableRandom random;
  private int square;

  private FrozenLake(String[] rows, boolean slippery) {
    this.rows = rows;
    this.slippery = slippery;
    observations = new Space.Discrete(rows.length * rows.length);
  }

  /** 4 × 4. */
  public static FrozenLake small(boolean slippery) {
    return new FrozenLake(SMALL, slippery);
  }

  /** 8 × 8. */
  public static FrozenLake large(boolean slippery) {
    return new FrozenLake(LARGE, slippery);
  }

  @Override
  public Space observationSpace() {
    return observations;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  @Override
  public void reset(long seed) {
    random = new SplittableRandom(seed);
    set(0);
  }

  void set(int newSquare) {
    square = newSquare;
    progress.begin();
  }

  @Override
  public void step(float[] actions, int offset) {
    int action = progress.action(ACTIONS, actions, offset);
    int slip = slippery ? random.nextInt(3) - 1 : 0;
    square = moved(square, Math.floorMod(action + slip, 4));
    char found = letter(square);
    progress.moved(found == 'G' ? 1 : 0, found == 'G' || found == 'H');
  }

  int moved(int from, int direction) {
    int row = from / rows.length;
    int column = from % rows.length;
    int last = rows.length - 1;
    switch (direction) {
      case 0 -> column = Math.max(0, column - 1);
      case 1 -> row = Math.min(last, row + 1);
      case 2 -> column = Math.min(last, column + 1);
      default -> row = Math.max(0, row - 1);
    }
    return row * rows.length + column;
  }

  private char letter(int at) {
    return rows[at / rows.length].charAt(at % rows.length);
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
    for (int i = 0; i < rows.length * rows.length; i++) {
      text.append(i == square ? '[' : ' ').append(letter(i)).append(i == square ? ']' : ' ');
      if (i % rows.length == rows.length - 1) {
        text.append('\n');
      }
    }
    return text.toString();
  }
}
