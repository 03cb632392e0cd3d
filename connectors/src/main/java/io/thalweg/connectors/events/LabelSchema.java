package io.thalweg.connectors.events;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Limits;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import java.io.Serializable;
import java.util.List;

/** How the records of a label topic are to be read; see {@link EventSchema}. */
public record LabelSchema(
    Format format,
    List<String> columns,
    String id,
    String time,
    TimeFormat timeFormat,
    String label,
    List<String> classes,
    Limits limits,
    long maxAhead)
    implements Serializable {}
