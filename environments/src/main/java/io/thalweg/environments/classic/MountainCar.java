package io.thalweg.environments.classic;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.SplittableRandom;

/**
 * A car too weak for the hill before it, which has to swing: Moore, "Efficient memory-based
 * learning for robot control", 1990, with the rules of Gymnasium's MountainCar-v0. Actions: left
 * (0), nothing (1), right (2). Every step costs 1. It ends at position 0.5.
 *
 * <p>Observation: position in [−1.2, 0.6], velocity in [−0.07, 0.07].
 */
public final class MountainCar implements Environment {
  private static final double LEFT_WALL = -1.2;
  private static final double RIGHT_END = 0.6;
  private static final double MOST_SPEED = 0.07;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;
  private static final Space OBSERVATIONS =
      new Space.Box(
          new int[] {2},
          new float[] {(float) LEFT_WALL, (float) -MOST_SPEED},
          new float[] {(float) RIGHT_END, (float) MOST_SPEED});
  private static final Space.Discrete ACTIONS = new Space.Discrete(3);

  private final Progress progress = new Progress();
  private double position;
  private double velocity;

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
    set(new SplittableRandom(seed).nextDouble(-0.6, -0.4), 0);
  }

  void set(double newPosition, double newVelocity) {
    position = newPosition;
    velocity = newVelocity;
    progress.begin();
  }

  @Override
  public void step(float[] actions, int offset) {
    int action = progress.action(ACTIONS, actions, offset);
    velocity += (action - 1) * FORCE - Math.cos(3 * position) * GRAVITY;
    velocity = Math.max(-MOST_SPEED, Math.min(MOST_SPEED, velocity));
    position = Math.max(LEFT_WALL, Math.min(RIGHT_END, position + velocity));
    if (position == LEFT_WALL && velocity < 0) {
      velocity = 0; // the wall takes it all
    }
    progress.moved(-1, position >= GOAL && velocity >= 0);
  }

  @Override
  public void observe(float[] into, int offset) {
    into[offset] = (float) position;
    into[offset + 1] = (float) velocity;
  }

  @Override
  public double reward() {
    return progress.reward();
  }

  @Override
  public boolean terminated() {
    return progress.terminated();
  }

  private static double height(double at) {
    return Math.sin(3 * at) * 0.45 + 0.55;
  }

  @Override
  public String render() {
    Canvas canvas = new Canvas(LEFT_WALL, RIGHT_END, 0, 1.15, 61, 13);
    for (double x = LEFT_WALL; x < RIGHT_END; x += 0.005) {
      canvas.point(x, height(x), '.');
    }
    canvas.point(GOAL, height(GOAL) + 0.1, 'P');
    canvas.point(position, height(position) + 0.05, '#');
    return canvas.toString();
  }
}
