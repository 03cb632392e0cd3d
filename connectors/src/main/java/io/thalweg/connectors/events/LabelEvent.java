package io.thalweg.connectors.events;

/**
 * The label of an event, in a record of its own.
 *
 * @param id of the event
 * @param time event time of the label, milliseconds since the epoch
 * @param label index of the class
 */
public record LabelEvent(String id, long time, int label, Origin origin, RawRecord raw)
    implements Decoded {}
