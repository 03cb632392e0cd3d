/** Agents that learn in an environment beside them, without Kafka and Flink: for research. */
package io.thalweg.jobs.train;
