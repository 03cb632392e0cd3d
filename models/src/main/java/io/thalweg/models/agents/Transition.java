package io.thalweg.models.agents;

import java.util.Optional;

/**
 * One step of an environment, as an agent learns from it. The arrays are read at once and not kept,
 * so the caller may fill them again.
 *
 * @param observation what the action was chosen from
 * @param action its number, from 0
 * @param next what the environment showed afterwards; of an episode's last step, the end of that
 *     episode and not the beginning of the next
 * @param terminated whether the environment itself ended the episode: nothing comes after it, so
 *     its value is 0
 * @param truncated whether the episode was cut off from outside (a limit of time): it would have
 *     gone on, so its value is that of the next observation (Pardo et al., "Time limits in
 *     reinforcement learning", 2018)
 * @param at where and when it was, by which its reward may be corrected later; null: it never is
 */
public record Transition(
    float[] observation,
    int action,
    float reward,
    float[] next,
    boolean terminated,
    boolean truncated,
    Moment at) {
  /** One whose reward is final. */
  public Transition(
      float[] observation,
      int action,
      float reward,
      float[] next,
      boolean terminated,
      boolean truncated) {
    this(observation, action, reward, next, terminated, truncated, null);
  }

  /** Whether it is its episode's last step. */
  public boolean ends() {
    return terminated || truncated;
  }

  /**
   * What an agent cannot learn from in it.
   *
   * @param inputs numbers in an observation
   * @param actions how many there are
   * @return what was found and what was expected; empty: nothing is wrong
   */
  public Optional<String> flaw(int inputs, int actions) {
    if (observation.length != inputs || next.length != inputs) {
      return Optional.of(
          "observations of %d and %d numbers found, %d expected"
              .formatted(observation.length, next.length, inputs));
    }
    if (action < 0 || action >= actions) {
      return Optional.of("action %d found, 0 to %d expected".formatted(action, actions - 1));
    }
    if (!Float.isFinite(reward)) {
      return Optional.of("reward %s found, a finite one expected".formatted(reward));
    }
    return finite(observation) && finite(next)
        ? Optional.empty()
        : Optional.of("observation that is not finite found, finite numbers expected");
  }

  private static boolean finite(float[] numbers) {
    boolean finite = true;
    for (float number : numbers) {
      finite &= Math.abs(number) <= Float.MAX_VALUE;
    }
    return finite;
  }
}
