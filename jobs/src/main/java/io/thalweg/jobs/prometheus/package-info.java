/**
 * Metrics for a Prometheus on the same machine. It is in the {@code lib} of clusters that {@code
 * ./thalweg cluster} starts, by itself: knows Flink's reporter and nothing of Thalweg.
 */
package io.thalweg.jobs.prometheus;
