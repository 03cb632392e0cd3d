package io.thalweg.models.agents;

import io.thalweg.models.features.Batch;

/** A policy away from its agent, which takes on version after version. */
public interface PublishedPolicy extends Policy, AutoCloseable {
  /**
   * Takes on what an agent's {@link Agent#policy} gave.
   *
   * @throws IllegalArgumentException with the reason, if the bytes are corrupt or of another
   *     agent's network; then the policy is as before
   */
  void load(byte[] policy);

  /**
   * What it would do with each observation, without doing it; at most as many as it was made for.
   *
   * @param preferences filled for each row
   */
  void consider(Batch observations, Preferences[] preferences);

  /** Frees what it holds outside the heap. */
  @Override
  void close();
}
