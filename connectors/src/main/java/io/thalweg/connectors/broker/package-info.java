/** A real Kafka broker (KRaft) in this process. */
package io.thalweg.connectors.broker;
