package io.thalweg.models.agents;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/**
 * Learns to act from transitions: one deterministic state machine. The same transitions in the same
 * order give the same state, bit for bit; one restored from a snapshot goes on as the original
 * would, at whatever moment it was taken. Not thread-safe.
 */
public interface Agent extends AutoCloseable {
  /**
   * Takes a transition on, and learns where it is time to.
   *
   * @param stream of which environment, from 0: a stream's transitions come in their order
   * @throws IllegalArgumentException if the transition has a {@link Transition#flaw}; then nothing
   *     has changed
   */
  void observe(Transition transition, int stream);

  /**
   * Hears that the reward of a transition was another one than it was observed with. An agent that
   * still has it in a memory learns from the right one from now on.
   *
   * @param at that of the transition
   * @param difference of the right reward to that which was taken for it
   * @param stream of the transition
   * @return whether anything could be mended
   */
  boolean correct(Moment at, float difference, int stream);

  /**
   * Hears that a stream's next transition does not follow its last: steps between them are lost, or
   * another environment speaks there now. What waits for more of the episode is learned as if it
   * had been truncated.
   */
  void interrupt(int stream);

  /** Updates applied; 0 is the network as it begins. */
  long version();

  /** Updates refused because they would have made the agent diverge. */
  long refused();

  /**
   * What the last update since it was made or restored was like, for people; names are the
   * literature's, in {@code snake_case}. A figure that there is none of is absent.
   */
  SortedMap<String, Double> figures();

  /** Acts with the newest version, as it explores; closed with the agent. */
  Policy exploring();

  /** What acts with this version elsewhere, for a {@link PublishedPolicy} of the same family. */
  byte[] policy();

  /**
   * Writes all that later behaviour depends on, in two parts: what changes all the time, and a
   * memory in chunks that change rarely.
   *
   * @return the chunks that changed since the last snapshot, by number
   */
  Map<Integer, byte[]> snapshot(DataOutput out) throws IOException;

  /**
   * Goes on where another one was. Call it on an agent that has observed nothing; where it throws,
   * the agent is of no use any more.
   *
   * @param chunks for each number, the newest that snapshots gave up to then
   * @throws IOException if the bytes are corrupt
   * @throws IllegalArgumentException if they are another agent's
   */
  void restore(DataInput in, Collection<byte[]> chunks) throws IOException;

  /** Frees what it holds outside the heap. */
  @Override
  void close();
}
