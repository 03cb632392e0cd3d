/**
 * The memory of transitions that off-policy agents draw from.
 *
 * <p>{@link io.thalweg.models.agents.replay.ReplayMemory} is what they use: a ring of n-step
 * transitions, uniform or prioritised draws, checkpoints in chunks. Knows no network.
 */
package io.thalweg.models.agents.replay;
