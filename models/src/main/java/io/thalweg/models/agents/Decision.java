package io.thalweg.models.agents;

/**
 * An action and what it was chosen by.
 *
 * @param probability with which the policy chooses this action where it stood
 * @param values what the policy says of each action; an agent's family says what they are
 */
public record Decision(int action, double probability, float[] values) {}
