package io.thalweg.connectors.predictions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Predictions as JSON:
 *
 * <pre>{@code
 * {"id":"electricity-0-17","key":"NSW","time":831391200000,"class":"UP",
 *  "probabilities":{"DOWN":0.25,"UP":0.75},"model_version":12,"took_ms":0.417}
 * }</pre>
 *
 * <p>Where a number is predicted, {@code "value":7.25} stands in place of class and probabilities.
 * {@code key} is null where the stream is one sequence; {@code time} is in milliseconds since the
 * epoch; probabilities are the shortest texts that read back as the same 32-bit floats, null where
 * not finite; {@code took_ms} is rounded to microseconds. The writer keeps its buffers: not
 * thread-safe, one per task.
 */
public final class PredictionJson implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final SerializableString ID = new SerializedString("id");
  private static final SerializableString KEY = new SerializedString("key");
  private static final SerializableString TIME = new SerializedString("time");
  private static final SerializableString CLASS = new SerializedString("class");
  private static final SerializableString PROBABILITIES = new SerializedString("probabilities");
  private static final SerializableString VALUE = new SerializedString("value");
  private static final SerializableString MODEL_VERSION = new SerializedString("model_version");
  private static final SerializableString TOOK = new SerializedString("took_ms");

  private final SerializedString[] classes;
  private transient JsonLine line;

  /**
   * For the predictions of one job.
   *
   * @param classes names in the order of their indices, all different; none: numbers are predicted
   */
  public PredictionJson(List<String> classes) {
    if (new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException("classes: all different expected, found " + classes);
    }
    this.classes =
        classes.stream()
            .map(WellFormed::text)
            .map(SerializedString::new)
            .toArray(SerializedString[]::new);
  }

  /**
   * The value of a record.
   *
   * @throws IllegalArgumentException where the prediction is for other classes than these
   */
  public byte[] write(Prediction prediction) {
    int label = prediction.label();
    if (prediction.probabilities().length != classes.length
        || label < (classes.length == 0 ? -1 : 0)
        || label >= classes.length) {
      throw new IllegalArgumentException(
          "a prediction of class "
              + label
              + " among "
              + prediction.probabilities().length
              + " found, "
              + classes.length
              + " classes expected");
    }
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(out -> write(prediction, out));
  }

  private void write(Prediction prediction, JsonGenerator out) throws IOException {
    out.writeFieldName(ID);
    out.writeString(WellFormed.text(prediction.id()));
    out.writeFieldName(KEY);
    if (prediction.key().isEmpty()) {
      out.writeNull();
    } else {
      out.writeString(WellFormed.text(prediction.key()));
    }
    out.writeFieldName(TIME);
    out.writeNumber(prediction.time());
    if (classes.length == 0) {
      out.writeFieldName(VALUE);
      JsonLine.number(out, prediction.value());
    } else {
      writeClass(prediction, out);
    }
    out.writeFieldName(MODEL_VERSION);
    out.writeNumber(prediction.modelVersion());
    out.writeFieldName(TOOK);
    JsonLine.number(out, Math.rint(prediction.tookMillis() * 1000) / 1000);
  }

  private void writeClass(Prediction prediction, JsonGenerator out) throws IOException {
    out.writeFieldName(CLASS);
    out.writeString(classes[prediction.label()]);
    out.writeFieldName(PROBABILITIES);
    out.writeStartObject();
    for (int i = 0; i < classes.length; i++) {
      out.writeFieldName(classes[i]);
      JsonLine.number(out, prediction.probabilities()[i]);
    }
    out.writeEndObject();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it is not a prediction for these classes; says why
   */
  public Prediction read(byte[] value) {
    JsonNode node = JsonFields.object(MAPPER, value, "a prediction");
    return classes.length == 0 ? number(node) : ofClass(node);
  }

  private static Prediction number(JsonNode node) {
    return new Prediction(
        JsonFields.field(node, "id").asText(),
        key(node),
        JsonFields.whole(node, "time"),
        (float) JsonFields.number(node, "value"),
        JsonFields.whole(node, "model_version"),
        JsonFields.number(node, "took_ms"));
  }

  private static String key(JsonNode node) {
    return JsonFields.field(node, "key").isNull() ? "" : node.get("key").asText();
  }

  private Prediction ofClass(JsonNode node) {
    JsonNode named = JsonFields.field(node, "probabilities");
    float[] probabilities = new float[classes.length];
    for (int i = 0; i < classes.length; i++) {
      probabilities[i] = (float) JsonFields.number(named, classes[i].getValue());
    }
    return new Prediction(
        JsonFields.field(node, "id").asText(),
        key(node),
        JsonFields.whole(node, "time"),
        index(JsonFields.field(node, "class").asText()),
        probabilities,
        JsonFields.whole(node, "model_version"),
        JsonFields.number(node, "took_ms"));
  }

  private int index(String name) {
    for (int i = 0; i < classes.length; i++) {
      if (classes[i].getValue().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "field 'class': '" + name + "' found, one of " + List.of(classes) + " expected");
  }
}
