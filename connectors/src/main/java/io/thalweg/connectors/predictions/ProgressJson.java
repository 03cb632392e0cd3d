package io.thalweg.connectors.predictions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

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
 * <p>Of numbers, the figures are {@code mean_absolute_error}, {@code root_mean_squared_error},
 * {@code no_change_mean_absolute_error} and {@code skill}. A figure that is not finite (the loss
 * before the first update, a kappa without two classes) is null. The writer keeps its buffers: not
 * thread-safe, one per task.
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
    for (Map.Entry<String, Double> each : figures.byName().entrySet()) {
      figure(out, each.getKey(), each.getValue());
    }
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
    Map<String, Double> figures = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> figures.put(name, JsonFields.number(node, name)));
    return new Figures(figures);
  }
}
