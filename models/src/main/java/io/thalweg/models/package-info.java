/** Networks, learners and evaluation. Knows DL4J and ND4J; knows neither Flink nor Kafka. */
package io.thalweg.models;
