/**
 * The agent job: gate, transition assembler, policy, learner, and the graph that joins them around
 * the log of transitions.
 */
package io.thalweg.jobs.agent;
