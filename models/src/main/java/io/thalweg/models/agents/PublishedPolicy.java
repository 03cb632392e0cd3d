package io.thalweg.models.agents;

/** A policy away from its agent, which takes on version after version. */
public interface PublishedPolicy extends Policy, AutoCloseable {
  /**
   * Takes on what an agent's {@link Agent#policy} gave.
   *
   * @throws IllegalArgumentException with the reason, if the bytes are corrupt or of another
   *     agent's network; then the policy is as before
   */
  void load(byte[] policy);

  /** Frees what it holds outside the heap. */
  @Override
  void close();
}
