package io.thalweg.connectors.agents;

/**
 * An agent's answer to an observation: the action to take.
 *
 * @param environment as in the observation, like episode and step
 * @param time event time of the observation, milliseconds since the epoch
 * @param action number in the action space
 * @param probability with which the policy chose it, in (0, 1]
 * @param policyVersion updates that the policy had learned
 * @param values what the policy thinks of each action: values, or preferences
 */
public record Decision(
    String environment,
    long episode,
    long step,
    long time,
    int action,
    double probability,
    long policyVersion,
    float[] values) {}
