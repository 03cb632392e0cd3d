package io.thalweg.environments;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Many environments of one kind, stepped together over flat arrays. One whose episode ends begins
 * the next at once, within the same step (Gymnasium's {@code SAME_STEP}): {@link #observations}
 * then holds the first of the new episode and {@link #next} the last of the old one. Nothing is
 * allocated by a step that ends no episode. Deterministic: the seed of each episode is a function
 * of the vector's, the environment's number and the episode's. Not thread-safe.
 */
public final class VectorEnvironment {
  private final Environment[] environments;
  private final long seed;
  private final int numbers;
  private final int actionNumbers;
  private final float[] observations;
  private final float[] next;
  private final double[] rewards;
  private final boolean[] terminated;
  private final boolean[] truncated;
  private final long[] episodes;

  /**
   * @param count of environments, at least 1
   */
  public VectorEnvironment(Supplier<Environment> make, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "%d environments found, at least 1 expected".formatted(count));
    }
    this.seed = seed;
    environments = new Environment[count];
    Arrays.setAll(environments, i -> make.get());
    numbers = environments[0].observationSpace().size();
    actionNumbers = environments[0].actionSpace().size();
    observations = new float[Math.multiplyExact(count, numbers)];
    next = new float[observations.length];
    rewards = new double[count];
    terminated = new boolean[count];
    truncated = new boolean[count];
    episodes = new long[count];
  }

  public int count() {
    return environments.length;
  }

  public Space observationSpace() {
    return environments[0].observationSpace();
  }

  public Space actionSpace() {
    return environments[0].actionSpace();
  }

  /** Begins everywhere with the first episode. */
  public void reset() {
    for (int i = 0; i < environments.length; i++) {
      episodes[i] = 0;
      begin(i);
    }
    System.arraycopy(observations, 0, next, 0, next.length);
    Arrays.fill(rewards, 0);
    Arrays.fill(terminated, false);
    Arrays.fill(truncated, false);
  }

  private void begin(int i) {
    environments[i].reset(seed(seed, i, episodes[i]));
    environments[i].observe(observations, i * numbers);
  }

  /**
   * The seed of an episode: mixed as SplitMix64 does (Steele, Lea and Flood, 2014), so that
   * neighbours have no pattern.
   */
  public static long seed(long seed, int environment, long episode) {
    return mixed(mixed(seed + environment) + episode);
  }

  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Takes an action in each.
   *
   * @param actions [environment, number of the action space]
   */
  public void step(float[] actions) {
    for (int i = 0; i < environments.length; i++) {
      Environment environment = environments[i];
      environment.step(actions, i * actionNumbers);
      environment.observe(next, i * numbers);
      rewards[i] = environment.reward();
      terminated[i] = environment.terminated();
      truncated[i] = environment.truncated();
      if (terminated[i] || truncated[i]) {
        episodes[i]++;
        begin(i);
      } else {
        System.arraycopy(next, i * numbers, observations, i * numbers, numbers);
      }
    }
  }

  /** What is to be acted upon, [environment, number]; not a copy. */
  public float[] observations() {
    return observations;
  }

  /** What the last step led to, [environment, number]; not a copy. */
  public float[] next() {
    return next;
  }

  /** Of the last step, [environment]; not a copy. */
  public double[] rewards() {
    return rewards;
  }

  /** Whether the world ended the episode in the last step, [environment]; not a copy. */
  public boolean[] terminated() {
    return terminated;
  }

  /** Whether the episode was cut off in the last step, [environment]; not a copy. */
  public boolean[] truncated() {
    return truncated;
  }

  /** Episodes that an environment has ended since the reset. */
  public long episode(int environment) {
    return episodes[environment];
  }

  /** A picture of one of them. */
  public String render(int environment) {
    return environments[environment].render();
  }
}
