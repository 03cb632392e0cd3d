/** Settings, secrets, topics, sources and sinks. */
package io.thalweg.connectors.kafka;
