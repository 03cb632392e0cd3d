package io.thalweg.environments.classic;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.SplittableRandom;

/**
 * A pendulum to be swung up and held there by a torque in [−2, 2], with the rules of Gymnasium's
 * Pendulum-v1. A step costs the square of the angle, a tenth of that of the angular velocity and a
 * thousandth of that of the torque. It never ends by itself.
 *
 * <p>Observation: cosine and sine of the angle, 0 being upright, and the angular velocity in [−8,
 * 8].
 */
public final class Pendulum implements Environment {
  private static final double MOST_SPEED = 8;
  private static final double SECONDS = 0.05;
  private static final double GRAVITY = 10;
  private static final Space OBSERVATIONS = Space.Box.within(1, 1, (float) MOST_SPEED);
  private static final Space ACTIONS = Space.Box.within(2);

  private final Progress progress = new Progress();
  private double angle;
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
    SplittableRandom random = new SplittableRandom(seed);
    set(random.nextDouble(-Math.PI, Math.PI), random.nextDouble(-1, 1));
  }

  void set(double newAngle, double newVelocity) {
    angle = newAngle;
    velocity = newVelocity;
    progress.begin();
  }

  @Override
  public void step(float[] actions, int offset) {
    progress.require(ACTIONS, actions, offset);
    double torque = actions[offset];
    double bent = angle + Math.PI - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
    double from = bent - Math.PI;
    double cost = from * from + 0.1 * velocity * velocity + 0.001 * torque * torque;
    velocity += (1.5 * GRAVITY * Math.sin(angle) + 3 * torque) * SECONDS;
    velocity = Math.max(-MOST_SPEED, Math.min(MOST_SPEED, velocity));
    angle += velocity * SECONDS;
    progress.moved(-cost, false);
  }

  @Override
  public void observe(float[] into, int offset) {
    into[offset] = (float) Math.cos(angle);
    into[offset + 1] = (float) Math.sin(angle);
    into[offset + 2] = (float) velocity;
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
    Canvas canvas = new Canvas(-1.2, 1.2, -1.2, 1.2, 31, 15);
    canvas.line(0, 0, -Math.sin(angle), Math.cos(angle), 'o');
    canvas.point(0, 0, '+');
    return canvas.toString();
  }
}
