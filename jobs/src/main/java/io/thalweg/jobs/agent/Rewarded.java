package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Reward;

/**
 * A reward that has passed its gate.
 *
 * @param late whether it was behind its partition's newest by more than is allowed
 */
record Rewarded(Reward reward, boolean late) {}
