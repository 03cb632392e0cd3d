/**
 * The Kafka and Flink side alone: a job with a model that answers a constant, beside jobs that pass
 * strings through from the same source to the same sink.
 */
package io.thalweg.benchmarks.streams;
