/**
 * Agents that learn a policy itself, by its gradient, and contextual bandits.
 *
 * <p>{@link io.thalweg.models.policies.PolicyGradientAgent} learns from rollouts (PPO, A2C,
 * REINFORCE), {@link io.thalweg.models.policies.ActorCriticAgent} from each transition once; {@link
 * io.thalweg.models.policies.SoftmaxPolicy} acts elsewhere. {@link
 * io.thalweg.models.policies.BanditAgent} learns where actions have no consequences but a reward,
 * {@link io.thalweg.models.policies.NeuralBanditAgent} where that is not linear in the context.
 * Actions are drawn by counters, and their probability is told. Knows networks and optimisers;
 * knows no environment and no stream.
 */
package io.thalweg.models.policies;
