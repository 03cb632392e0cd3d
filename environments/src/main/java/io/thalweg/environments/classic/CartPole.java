package io.thalweg.environments.classic;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.SplittableRandom;

/**
 * A pole on a cart, to be kept upright by pushing the cart left (0) or right (1): Barto, Sutton and
 * Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems",
 * 1983, with the rules of Gymnasium's CartPole-v1. Every step is worth 1, the last one too. It ends
 * where the cart leaves ±2.4 or the pole ±12°.
 *
 * <p>Observation: position of the cart, its velocity, angle of the pole in radians, its angular
 * velocity.
 */
public final class CartPole implements Environment {
  private static final double GRAVITY = 9.8;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = 1 + POLE_MASS;
  private static final double HALF_LENGTH = 0.5;
  private static final double FORCE = 10;
  private static final double SECONDS = 0.02;
  private static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;
  private static final double POSITION_LIMIT = 2.4;
  private static final Space OBSERVATIONS =
      Space.Box.within(
          (float) (2 * POSITION_LIMIT),
          Float.POSITIVE_INFINITY,
          (float) (2 * ANGLE_LIMIT),
          Float.POSITIVE_INFINITY);
  private static final Space.Discrete ACTIONS = new Space.Discrete(2);

  private final Progress progress = new Progress();
  private double position;
  private double velocity;
  private double angle;
  private double angularVelocity;

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
    SplittableRandom random = new SplittableRandom(seed);
    set(
        random.nextDouble(-0.05, 0.05),
        random.nextDouble(-0.05, 0.05),
        random.nextDouble(-0.05, 0.05),
        random.nextDouble(-0.05, 0.05));
  }

  void set(double newPosition, double newVelocity, double newAngle, double newAngularVelocity) {
    position = newPosition;
    velocity = newVelocity;
    angle = newAngle;
    angularVelocity = newAngularVelocity;
    progress.begin();
  }

  /** Euler's method, positions by the velocities before. */
  @Override
  public void step(float[] actions, int offset) {
    double force = progress.action(ACTIONS, actions, offset) == 1 ? FORCE : -FORCE;
    double cosine = Math.cos(angle);
    double sine = Math.sin(angle);
    double pushed =
        (force + POLE_MASS * HALF_LENGTH * angularVelocity * angularVelocity * sine) / TOTAL_MASS;
    double angularAcceleration =
        (GRAVITY * sine - cosine * pushed)
            / (HALF_LENGTH * (4.0 / 3 - POLE_MASS * cosine * cosine / TOTAL_MASS));
    double acceleration =
        pushed - POLE_MASS * HALF_LENGTH * angularAcceleration * cosine / TOTAL_MASS;
    position += SECONDS * velocity;
    velocity += SECONDS * acceleration;
    angle += SECONDS * angularVelocity;
    angularVelocity += SECONDS * angularAcceleration;
    progress.moved(1, Math.abs(position) > POSITION_LIMIT || Math.abs(angle) > ANGLE_LIMIT);
  }

  @Override
  public void observe(float[] into, int offset) {
    into[offset] = (float) position;
    into[offset + 1] = (float) velocity;
    into[offset + 2] = (float) angle;
    into[offset + 3] = (float) angularVelocity;
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
    Canvas canvas = new Canvas(-POSITION_LIMIT - 1, POSITION_LIMIT + 1, -0.2, 2.2, 61, 11);
    canvas.line(-POSITION_LIMIT, -0.1, POSITION_LIMIT, -0.1, '-');
    canvas.line(position, 0.1, position + 2 * Math.sin(angle), 0.1 + 2 * Math.cos(angle), 'o');
    canvas.line(position - 0.35, 0, position + 0.35, 0, '#');
    return canvas.toString();
  }
}
