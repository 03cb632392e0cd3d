/**
 * A Flink session cluster and a Kafka broker as processes of their own on this machine, and
 * submission of jobs to any Flink cluster.
 *
 * <p>{@link io.thalweg.jobs.cluster.Cluster} is a local cluster in a folder, {@link
 * io.thalweg.jobs.cluster.FlinkSession} a running Flink cluster wherever it is, {@link
 * io.thalweg.jobs.cluster.JobJar} what is sent to it. Knows Flink, the broker, the job file and
 * that a graph is built from it, but nothing of operators and networks.
 */
package io.thalweg.jobs.cluster;
