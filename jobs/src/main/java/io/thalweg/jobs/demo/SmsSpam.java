package io.thalweg.jobs.demo;

import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.replay.EventTime;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.jobs.file.JobSpec;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * 5,574 text messages, 747 of them unwanted (Almeida and Gómez Hidalgo, 2011), in the order of the
 * collection.
 */
public final class SmsSpam {
  private static final int RECORDS = 5_574;
  private static final String LABEL = "label";
  private static final String TEXT = "text";
  private static final String SPAM = "spam";

  private SmsSpam() {}

  /** The whole collection. */
  public static DemoStream stream() {
    return new DemoStream("text", "spam.yaml", RECORDS, Optional.of(SPAM), SmsSpam::replay);
  }

  private static Replay replay(JobSpec spec) {
    EventSchema schema = spec.input().schema();
    if (schema.format() != Format.JSON
        || !LABEL.equals(schema.label())
        || !schema.categories().equals(List.of(TEXT))
        || !spec.model().classes().contains(SPAM)) {
      throw new IllegalArgumentException(
          "job '%s': found input.format %s, label.field %s, texts %s and label.classes %s, expected json, label, [text] and [ham, spam];"
                  .formatted(
                      spec.name(),
                      schema.format(),
                      schema.label(),
                      schema.categories(),
                      spec.model().classes())
              + " start from examples/spam.yaml, the job of this stream");
    }
    return Replay.of(data())
        .columns(List.of(LABEL, TEXT))
        .text(TEXT)
        .time(
            new EventTime.Generated(
                schema.time(),
                Instant.parse("2011-01-01T00:00:00Z"),
                Duration.ofMinutes(1),
                schema.timeFormat()));
  }

  private static URL data() {
    return Objects.requireNonNull(
        SmsSpam.class.getResource("/io/thalweg/jobs/data/sms-spam.tsv.gz"),
        "the messages are in this jar");
  }
}
