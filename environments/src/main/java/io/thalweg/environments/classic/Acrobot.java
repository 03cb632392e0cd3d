package io.thalweg.environments.classic;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.SplittableRandom;

/**
 * Two links that hang from a joint, with a motor between them, whose end has to swing above a line
 * one link high: Sutton, "Generalization in reinforcement learning", 1996, with the dynamics of
 * Sutton and Barto's book and the rules of Gymnasium's Acrobot-v1. Actions: torque −1 (0), none
 * (1), +1 (2). Every step costs 1, the one that ends it nothing.
 *
 * <p>Observation: cosine and sine of the first link's angle, of the second's against the first, and
 * both angular velocities, in [−4π, 4π] and [−9π, 9π].
 */
public final class Acrobot implements Environment {
  private static final double GRAVITY = 9.8;

  /** Of each link's mass from its joint, in lengths of a link. */
  private static final double CENTRE = 0.5;

  private static final double SECONDS = 0.2;
  private static final double MOST_FIRST = 4 * Math.PI;
  private static final double MOST_SECOND = 9 * Math.PI;
  private static final Space OBSERVATIONS =
      Space.Box.within(1, 1, 1, 1, (float) MOST_FIRST, (float) MOST_SECOND);
  private static final Space.Discrete ACTIONS = new Space.Discrete(3);

  private final Progress progress = new Progress();

  /** Angle of each link, 0 hanging down, then their velocities. */
  private final double[] state = new double[4];

  private final double[][] slopes = new double[4][4];
  private final double[] moved = new double[4];

  @Override
  public Space observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  /** From 32-bit numbers, as there. */
  @Override
  public void reset(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    set(
        (float) random.nextDouble(-0.1, 0.1),
        (float) random.nextDouble(-0.1, 0.1),
        (float) random.nextDouble(-0.1, 0.1),
        (float) random.nextDouble(-0.1, 0.1));
  }

  void set(double first, double second, double firstVelocity, double secondVelocity) {
    state[0] = first;
    state[1] = second;
    state[2] = firstVelocity;
    state[3] = secondVelocity;
    progress.begin();
  }

  @Override
  public void step(float[] actions, int offset) {
    rungeKutta(progress.action(ACTIONS, actions, offset) - 1);
    state[0] = wrapped(state[0]);
    state[1] = wrapped(state[1]);
    state[2] = Math.max(-MOST_FIRST, Math.min(MOST_FIRST, state[2]));
    state[3] = Math.max(-MOST_SECOND, Math.min(MOST_SECOND, state[3]));
    boolean up = -Math.cos(state[0]) - Math.cos(state[1] + state[0]) > 1;
    progress.moved(up ? 0 : -1, up);
  }

  /** The classical method of fourth order, one step. */
  private void rungeKutta(double torque) {
    slope(state, torque, slopes[0]);
    slope(along(slopes[0], SECONDS / 2), torque, slopes[1]);
    slope(along(slopes[1], SECONDS / 2), torque, slopes[2]);
    slope(along(slopes[2], SECONDS), torque, slopes[3]);
    for (int i = 0; i < 4; i++) {
      state[i] += SECONDS / 6 * (slopes[0][i] + 2 * slopes[1][i] + 2 * slopes[2][i] + slopes[3][i]);
    }
  }

  private double[] along(double[] slope, double seconds) {
    for (int i = 0; i < 4; i++) {
      moved[i] = state[i] + seconds * slope[i];
    }
    return moved;
  }

  /** Sutton and Barto, "Reinforcement learning", 1998, 11.3; masses, lengths and inertias are 1. */
  private static void slope(double[] at, double torque, double[] slope) {
    double first = at[0];
    double second = at[1];
    double firstVelocity = at[2];
    double secondVelocity = at[3];
    double cosine = Math.cos(second);
    double sine = Math.sin(second);
    double d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cosine) + 2;
    double d2 = CENTRE * CENTRE + CENTRE * cosine + 1;
    double phi2 = CENTRE * GRAVITY * Math.cos(first + second - Math.PI / 2);
    double phi1 =
        -CENTRE * secondVelocity * secondVelocity * sine
            - 2 * CENTRE * secondVelocity * firstVelocity * sine
            + (CENTRE + 1) * GRAVITY * Math.cos(first - Math.PI / 2)
            + phi2;
    double acceleration =
        (torque + d2 / d1 * phi1 - CENTRE * firstVelocity * firstVelocity * sine - phi2)
            / (CENTRE * CENTRE + 1 - d2 * d2 / d1);
    slope[0] = firstVelocity;
    slope[1] = secondVelocity;
    slope[2] = -(d2 * acceleration + phi1) / d1;
    slope[3] = acceleration;
  }

  private static double wrapped(double angle) {
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= 2 * Math.PI;
    }
    while (wrapped < -Math.PI) {
      wrapped += 2 * Math.PI;
    }
    return wrapped;
  }

  @Override
  public void observe(float[] into, int offset) {
    into[offset] = (float) Math.cos(state[0]);
    into[offset + 1] = (float) Math.sin(state[0]);
    into[offset + 2] = (float) Math.cos(state[1]);
    into[offset + 3] = (float) Math.sin(state[1]);
    into[offset + 4] = (float) state[2];
    into[offset + 5] = (float) state[3];
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
    Canvas canvas = new Canvas(-2.2, 2.2, -2.2, 2.2, 45, 23);
    double x = Math.sin(state[0]);
    double y = -Math.cos(state[0]);
    canvas.line(-2.2, 1, 2.2, 1, '-');
    canvas.line(0, 0, x, y, 'o');
    canvas.line(x, y, x + Math.sin(state[0] + state[1]), y - Math.cos(state[0] + state[1]), '*');
    canvas.point(0, 0, '+');
    return canvas.toString();
  }
}
