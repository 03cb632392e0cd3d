package io.thalweg.jobs.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.updates.TopicContents.Publication;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A job as the page gets it, all of it each time: who comes late or comes back knows as much as who
 * was there. Figures in JSON's numbers; null where there is none. Not thread-safe.
 */
final class JobJson {
  private final JsonLine line = new JsonLine();

  byte[] write(WatchedJob job) {
    return line.object(
        out -> {
          out.writeStringField("name", job.name());
          out.writeNumberField("ignored", job.ignored());
          if (job.told().isPresent()) {
            told(out, job, job.told().get());
          }
          versions(out, job);
          number(out, "pinned", job.pinned());
          rejects(out, "dead_letters", job.deadLetters());
          rejects(out, "late", job.late());
          answers(out, job.answers());
        });
  }

  private static void told(JsonGenerator out, WatchedJob job, Told told) throws IOException {
    out.writeStringField("kind", told.kind().name().toLowerCase(Locale.ROOT));
    out.writeNumberField("told_at", job.toldAt());
    out.writeObjectFieldStart("figures");
    for (Map.Entry<String, Double> figure : told.figures().entrySet()) {
      number(out, figure.getKey(), figure.getValue());
    }
    out.writeEndObject();
    out.writeObjectFieldStart("curve");
    List<double[]> points = job.curve().points();
    course(out, told.kind().progress(), points, 0);
    int column = 1;
    for (String name : told.kind().courses()) {
      course(out, name, points, column++);
    }
    out.writeEndObject();
  }

  /** A column of the curve; none where it has no figure at all. */
  private static void course(JsonGenerator out, String name, List<double[]> points, int column)
      throws IOException {
    if (points.stream().allMatch(point -> Double.isNaN(point[column]))) {
      return;
    }
    out.writeArrayFieldStart(name);
    for (double[] point : points) {
      if (column == 0) {
        JsonLine.number(out, point[column]);
      } else {
        // Seven digits are more than a screen shows.
        JsonLine.number(out, (float) point[column]);
      }
    }
    out.writeEndArray();
  }

  private static void versions(JsonGenerator out, WatchedJob job) throws IOException {
    out.writeArrayFieldStart("versions");
    for (Publication version : job.versions()) {
      out.writeStartObject();
      out.writeNumberField("version", version.version());
      out.writeNumberField("published_at", version.timestamp());
      out.writeNumberField("examples", version.examples());
      out.writeNumberField("event_time", version.eventTime());
      out.writeNumberField("bytes", version.bytes());
      out.writeStringField("sha256", version.sha256());
      out.writeObjectFieldStart("offsets");
      for (Map.Entry<String, Long> offset : version.offsets().entrySet()) {
        out.writeNumberField(offset.getKey(), offset.getValue());
      }
      out.writeEndObject();
      out.writeObjectFieldStart("provenance");
      for (Map.Entry<String, String> each : version.provenance().entrySet()) {
        out.writeStringField(each.getKey(), each.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void rejects(JsonGenerator out, String name, Rejects rejects) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("seen", rejects.seen());
    out.writeBooleanField("more", rejects.more());
    out.writeArrayFieldStart("newest");
    for (Rejects.Reject each : rejects.newest()) {
      out.writeStartObject();
      out.writeStringField("reason", each.reason());
      out.writeStringField("place", each.place());
      out.writeNumberField("time", each.time());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void answers(JsonGenerator out, Answers answers) throws IOException {
    out.writeObjectFieldStart("answers");
    number(out, "version", answers.version());
    number(out, "p50_ms", answers.millis(50));
    number(out, "p99_ms", answers.millis(99));
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, double number) throws IOException {
    out.writeFieldName(name);
    JsonLine.number(out, number);
  }
}
