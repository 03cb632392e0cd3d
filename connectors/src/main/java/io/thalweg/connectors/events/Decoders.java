package io.thalweg.connectors.events;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Limits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decoders of event and label records.
 *
 * <p>What is accepted is the same in both notations: numbers are finite, and in JSON they stand
 * without quotes; ids and keys are text (not empty) or integers; categorical values and classes are
 * text, or numbers and truth values, which are taken by the text that they are written as ({@code
 * 1}, {@code true}). A field may not come twice; fields that nobody wants are skipped. An event
 * without a label, or with null for one, is unlabelled; one without an id has its place in the log
 * for an id. All else that is absent or null makes a record malformed.
 *
 * <p>A decoder's answer depends on nothing but the record. Decoders are immutable and thread-safe.
 */
public final class Decoders {
  private Decoders() {}

  /**
   * Of the records of an event topic.
   *
   * @return answers with {@link Event} or {@link Malformed}
   * @throws IllegalArgumentException where the schema contradicts itself; says how
   */
  public static Decoder events(EventSchema schema) {
    Objects.requireNonNull(schema.time(), "an event schema names the field of the event time");
    check(schema.limits(), schema.classes());
    checkColumns(
        schema.format(),
        schema.columns(),
        Stream.of(
                Stream.of(schema.time(), schema.key(), schema.id(), schema.label()),
                schema.numeric().stream(),
                schema.categories().stream())
            .flatMap(names -> names)
            .filter(Objects::nonNull));
    return new EventDecoder(schema);
  }

  /**
   * Of the records of a label topic.
   *
   * @return answers with {@link LabelEvent} or {@link Malformed}
   * @throws IllegalArgumentException where the schema contradicts itself; says how
   */
  public static Decoder labels(LabelSchema schema) {
    for (String field : Arrays.asList(schema.id(), schema.time(), schema.label())) {
      Objects.requireNonNull(field, "a label schema names the fields of id, time and label");
    }
    check(schema.limits(), schema.classes());
    checkColumns(
        schema.format(), schema.columns(), Stream.of(schema.id(), schema.time(), schema.label()));
    return new LabelDecoder(schema);
  }

  private static void check(Limits limits, List<String> classes) {
    if (limits.recordBytes() < 1 || limits.textLength() < 1) {
      throw new IllegalArgumentException("limits of records must be positive: " + limits);
    }
    if (new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException("classes: " + classes + " found, all different expected");
    }
  }

  private static void checkColumns(Format format, List<String> columns, Stream<String> fields) {
    if (format != Format.CSV) {
      return;
    }
    Set<String> known = new HashSet<>(columns);
    if (known.size() < columns.size()) {
      throw new IllegalArgumentException("columns: a name comes twice in " + columns);
    }
    fields
        .filter(field -> !known.contains(field))
        .findFirst()
        .ifPresent(
            field -> {
              throw new IllegalArgumentException(
                  "field '" + field + "': not among the columns " + columns);
            });
  }
}
