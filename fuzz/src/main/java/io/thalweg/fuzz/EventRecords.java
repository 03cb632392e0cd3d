package io.thalweg.fuzz;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Limits;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes as a record of the input of {@code thalweg soak}: the decoder answers with an event
 * that keeps what it promises, or with a reason; it never throws, and answers the same twice.
 */
public final class EventRecords {
  private static final Decoder DECODER =
      Decoders.events(
          new EventSchema(
              Format.JSON,
              List.of(),
              "key",
              "t",
              TimeFormat.MILLIS,
              "id",
              List.of("x", "y"),
              List.of(),
              null,
              "label",
              List.of("below", "above"),
              Limits.DEFAULT,
              Duration.ofDays(1).toMillis()));

  private static final Origin SOMEWHERE = new Origin("soak", 0, 0);
  private static final long TIMESTAMP = 4_000_000_000_000L;

  private EventRecords() {}

  /** Called by the fuzzer; what it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] value) {
    Decoded answer = decode(value);
    if (!same(answer, decode(value))) {
      throw new IllegalStateException("two answers to one record");
    }
    if (answer instanceof Event event) {
      check(event);
    }
  }

  private static boolean same(Decoded one, Decoded other) {
    if (one instanceof Event event && other instanceof Event again) {
      return same(event, again);
    }
    return one.equals(other);
  }

  private static boolean same(Event one, Event other) {
    return one.id().equals(other.id())
        && one.key().equals(other.key())
        && one.time() == other.time()
        && Arrays.equals(one.numeric(), other.numeric())
        && Arrays.equals(one.categories(), other.categories())
        && Double.compare(one.label(), other.label()) == 0;
  }

  private static Decoded decode(byte[] value) {
    return DECODER.decode(new RawRecord(SOMEWHERE, TIMESTAMP, null, value));
  }

  private static void check(Event event) {
    boolean finite = Arrays.stream(event.numeric()).allMatch(Double::isFinite);
    boolean label = Double.isNaN(event.label()) || event.label() == 0 || event.label() == 1;
    if (!finite || !label || event.key().isEmpty() || event.id().isEmpty()) {
      throw new IllegalStateException("an event that should not be one: " + event);
    }
  }
}
