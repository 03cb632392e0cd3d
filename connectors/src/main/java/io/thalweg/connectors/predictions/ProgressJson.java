package io.thalweg.connectors.predictions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.predictions.LearningProgress.Figures;
import java.io.IOException;
import java.io.Serializable;

/**
 * Learning progress as JSON:
 *
 * <pre>{@code
 * {"model":"electricity","event_time":831391200000,"examples":384,"model_version":12,
 *  "refused_updates":0,"loss":0.412,
 *  "all":{"accuracy":0.8,"no_change_accuracy":0.75,"kappa":0.6,"kappa_temporal":0.2,"log_loss":0.4},
 *  "window":{ the same fields }}
 * }</pre>
 *
 * <p>A figure that is not finite (the loss before the first update, a kappa without two classes) is
 * null. The writer keeps its buffers: not thread-safe, one per task.
 */
public final class ProgressJson implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(LearningProgress progress) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(out -> write(progress, out));
  }

  private static void write(LearningProgress progress, JsonGenerator out) throws IOException {
    out.writeStringField("model", WellFormed.text(progress.model()));
    out.writeNumberField("event_time", progress.eventTime());
    out.writeNumberField("examples", progress.examples());
    out.writeNumberField("model_version", progress.modelVersion());
    out.writeNumberField("refused_updates", progress.refused());
    figure(out, "loss", progress.loss());
    figures(out, "all", progress.all());
    figures(out, "window", progress.window());
  }

  private static void figures(JsonGenerator out, String name, Figures figures) throws IOException {
    out.writeObjectFieldStart(name);
    figure(out, "accuracy", figures.accuracy());
    figure(out, "no_change_accuracy", figures.noChangeAccuracy());
    figure(out, "kappa", figures.kappa());
    figure(out, "kappa_temporal", figures.kappaTemporal());
    figure(out, "log_loss", figures.logLoss());
    out.writeEndObject();
  }

  private static void figure(JsonGenerator out, String name, double figure) throws IOException {
    out.writeFieldName(name);
    JsonLine.number(out, figure);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it is nothing such; says why
   */
  public static LearningProgress read(byte[] value) {
    JsonNode node = JsonFields.object(MAPPER, value, "learning progress");
    return new LearningProgress(
        JsonFields.field(node, "model").asText(),
        JsonFields.whole(node, "event_time"),
        JsonFields.whole(node, "examples"),
        JsonFields.whole(node, "model_version"),
        JsonFields.whole(node, "refused_updates"),
        JsonFields.number(node, "loss"),
        figures(JsonFields.field(node, "all")),
        figures(JsonFields.field(node, "window")));
  }

  private static Figures figures(JsonNode node) {
    return new Figures(
        JsonFields.number(node, "accuracy"),
        JsonFields.number(node, "no_change_accuracy"),
        JsonFields.number(node, "kappa"),
        JsonFields.number(node, "kappa_temporal"),
        JsonFields.number(node, "log_loss"));
  }
}
