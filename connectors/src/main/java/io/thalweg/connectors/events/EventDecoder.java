package io.thalweg.connectors.events;

/** Travels as its schema. */
final class EventDecoder implements Decoder {
  private static final long serialVersionUID = 1L;

  private final EventSchema schema;
  private final transient RecordReader reader;

  EventDecoder(EventSchema schema) {
    this.schema = schema;
    this.reader =
        new RecordReader(
            schema.format(), Layout.of(schema), schema.columns(), schema.limits().recordBytes());
  }

  @Override
  public Decoded decode(RawRecord raw) {
    try {
      Draft draft = reader.read(raw);
      return new Event(
          draft.id != null ? draft.id : raw.origin().toString(),
          draft.key,
          draft.time,
          draft.numeric,
          draft.categories,
          draft.label,
          raw.origin(),
          raw);
    } catch (Unfit e) {
      return new Malformed(raw, e.reason());
    }
  }

  private Object readResolve() {
    return new EventDecoder(schema);
  }
}
