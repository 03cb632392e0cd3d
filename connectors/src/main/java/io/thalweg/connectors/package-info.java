/** Records on the wire, Kafka topics, replay and the embedded broker. Knows no network. */
package io.thalweg.connectors;
