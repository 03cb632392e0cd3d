/**
 * Agents that learn the values of actions: deep Q-learning (Mnih et al., "Human-level control
 * through deep reinforcement learning", 2015) and its refinements, each by itself or with others.
 *
 * <p>{@link io.thalweg.models.agents.dqn.DqnAgent} learns what a {@link
 * io.thalweg.models.agents.dqn.DqnSpec} says, {@link io.thalweg.models.agents.dqn.QPolicy} acts
 * elsewhere.
 */
package io.thalweg.models.agents.dqn;
