/**
 * Agents that learn from transitions, and policies that act.
 *
 * <p>{@link io.thalweg.models.agents.Agent} learns, {@link io.thalweg.models.agents.Policy} acts
 * with what it has learned, here or in another process. Knows networks and optimisers; knows no
 * environment and no stream. A family of agents has a package of its own.
 */
package io.thalweg.models.agents;
