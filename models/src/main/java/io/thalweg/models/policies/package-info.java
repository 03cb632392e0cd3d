/**
 * Agents that learn a policy itself, by its gradient, and contextual bandits.
 *
 * <p>They act by counter-based draws and say the probability of what they chose. Knows networks and
 * optimisers; knows no environment and no stream.
 */
package io.thalweg.models.policies;
