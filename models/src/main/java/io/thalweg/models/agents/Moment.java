package io.thalweg.models.agents;

/**
 * Where and when an action is chosen. What is random in the choice is a function of it and of a
 * seed, so that a restart chooses the same again.
 *
 * @param environment its number
 * @param episode of that environment
 * @param step of that episode
 */
public record Moment(long environment, long episode, long step) {}
