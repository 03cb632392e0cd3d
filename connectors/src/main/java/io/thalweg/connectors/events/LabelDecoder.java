package io.thalweg.connectors.events;

/** Travels as its schema. */
final class LabelDecoder implements Decoder {
  private static final long serialVersionUID = 1L;

  private final LabelSchema schema;
  private final transient RecordReader reader;

  LabelDecoder(LabelSchema schema) {
    this.schema = schema;
    this.reader =
        new RecordReader(
            schema.format(), Layout.of(schema), schema.columns(), schema.limits().recordBytes());
  }

  @Override
  public Decoded decode(RawRecord raw) {
    try {
      Draft draft = reader.read(raw);
      return new LabelEvent(draft.id, draft.time, draft.label, raw.origin(), raw);
    } catch (Unfit e) {
      return new Malformed(raw, e.reason());
    }
  }

  private Object readResolve() {
    return new LabelDecoder(schema);
  }
}
