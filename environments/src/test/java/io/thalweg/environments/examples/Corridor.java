package io.thalweg.environments.examples;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;

/** A corridor of ten squares, with a door at its right end. */
public final class Corridor implements Environment {
  private static final Space SQUARES = new Space.Discrete(10);
  private static final Space.Discrete LEFT_OR_RIGHT = new Space.Discrete(2);

  private final Progress progress = new Progress();
  private int square;

  @Override
  public Space observationSpace() {
    return SQUARES;
  }

  @Override
  public Space actionSpace() {
    return LEFT_OR_RIGHT;
  }

  @Override
  public void reset(long seed) {
    square = 0;
    progress.begin();
  }

  @Override
  public void step(float[] actions, int offset) {
    int action = progress.action(LEFT_OR_RIGHT, actions, offset);
    square = Math.max(0, square + (action == 1 ? 1 : -1));
    boolean out = square == 9;
    progress.moved(out ? 1 : -0.01, out);
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
    return "_".repeat(square) + "@" + "_".repeat(9 - square) + "|";
  }
}
