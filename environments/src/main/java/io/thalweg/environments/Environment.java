package io.thalweg.environments;

import java.util.Map;

/**
 * A world in which an agent acts, with the contract of Gymnasium's {@code Env}: {@link #reset}
 * begins an episode, {@link #step} takes an action, and after either of them {@link #observe} tells
 * what the agent sees. An episode ends where the world ends it ({@link #terminated}, there is no
 * future reward) or where a {@link TimeLimit} cuts it off ({@link #truncated}, there would have
 * been more); then only {@code reset} may follow. Nothing is allocated by a step. Deterministic:
 * same seed and actions, same episode. Not thread-safe.
 */
public interface Environment {
  Space observationSpace();

  Space actionSpace();

  /** Begins an episode; all that is random in it, until the next reset, is drawn from the seed. */
  void reset(long seed);

  /**
   * Takes an action.
   *
   * @param actions holds the action from {@code offset} on, as many numbers as the {@link
   *     #actionSpace} has: of a {@link Space.Discrete} one, the action's number
   * @throws IllegalArgumentException if it is outside the action space
   * @throws IllegalStateException if the episode has ended or none was begun
   */
  void step(float[] actions, int offset);

  /**
   * What the agent sees now.
   *
   * @param into filled from {@code offset} on, as many numbers as the {@link #observationSpace} has
   */
  void observe(float[] into, int offset);

  /** Of the last step; 0 after a reset. */
  double reward();

  /** Whether the world has ended the episode. */
  boolean terminated();

  /** Whether the episode was cut off, though the world would have gone on. */
  default boolean truncated() {
    return false;
  }

  /** What is worth knowing beside the observation, for people; made anew at each call. */
  default Map<String, Object> info() {
    return Map.of();
  }

  /** A picture of the state in lines of text. */
  String render();
}
