package io.thalweg.connectors.agents;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far an agent has learned and how good it is.
 *
 * @param agent name of its job
 * @param time newest event time learned from, milliseconds since the epoch
 * @param transitions learned from
 * @param episodes that were seen from their first step to their last
 * @param meanReturn of the newest of these, undiscounted; NaN before the first
 * @param meanLength of the newest of these, steps; NaN before the first
 * @param policyVersion updates applied
 * @param refused updates that would have made it diverge
 * @param repeated transitions that it had learned from already
 * @param interrupted times that an environment's steps did not follow each other
 * @param corrected rewards that became known later, and were mended in its memory
 * @param figures of the last update, by their names in the literature
 */
public record AgentProgress(
    String agent,
    long time,
    long transitions,
    long episodes,
    double meanReturn,
    double meanLength,
    long policyVersion,
    long refused,
    long repeated,
    long interrupted,
    long corrected,
    SortedMap<String, Double> figures) {
  public AgentProgress {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }
}
