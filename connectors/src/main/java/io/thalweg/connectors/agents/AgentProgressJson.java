package io.thalweg.connectors.agents;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An agent's progress as JSON:
 *
 * <pre>{@code
 * {"agent":"cartpole","time":831391200000,"transitions":50000,"episodes":412,
 *  "mean_return":181.3,"mean_length":181.3,"policy_version":4900,"refused_updates":0,
 *  "repeated":0,"interrupted":2,"corrected":0,
 *  "figures":{"epsilon":0.05,"loss":0.31,"q_mean":61.2,"replay_size":50000.0,"td_error":0.4}}
 * }</pre>
 *
 * <p>A figure that is not finite is null. The writer keeps its buffers: not thread-safe, one per
 * task.
 */
public final class AgentProgressJson implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(AgentProgress progress) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(out -> write(progress, out));
  }

  private static void write(AgentProgress progress, JsonGenerator out) throws IOException {
    out.writeStringField("agent", WellFormed.text(progress.agent()));
    out.writeNumberField("time", progress.time());
    out.writeNumberField("transitions", progress.transitions());
    out.writeNumberField("episodes", progress.episodes());
    number(out, "mean_return", progress.meanReturn());
    number(out, "mean_length", progress.meanLength());
    out.writeNumberField("policy_version", progress.policyVersion());
    out.writeNumberField("refused_updates", progress.refused());
    out.writeNumberField("repeated", progress.repeated());
    out.writeNumberField("interrupted", progress.interrupted());
    out.writeNumberField("corrected", progress.corrected());
    out.writeObjectFieldStart("figures");
    for (Map.Entry<String, Double> figure : progress.figures().entrySet()) {
      number(out, figure.getKey(), figure.getValue());
    }
    out.writeEndObject();
  }

  private static void number(JsonGenerator out, String name, double number) throws IOException {
    out.writeFieldName(name);
    JsonLine.number(out, number);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it is nothing such; says why
   */
  public static AgentProgress read(byte[] value) {
    JsonNode node = JsonFields.object(MAPPER, value, "an agent's progress");
    SortedMap<String, Double> figures = new TreeMap<>();
    JsonNode all = JsonFields.field(node, "figures");
    all.fieldNames().forEachRemaining(name -> figures.put(name, JsonFields.number(all, name)));
    return new AgentProgress(
        JsonFields.field(node, "agent").asText(),
        JsonFields.whole(node, "time"),
        JsonFields.whole(node, "transitions"),
        JsonFields.whole(node, "episodes"),
        JsonFields.number(node, "mean_return"),
        JsonFields.number(node, "mean_length"),
        JsonFields.whole(node, "policy_version"),
        JsonFields.whole(node, "refused_updates"),
        JsonFields.whole(node, "repeated"),
        JsonFields.whole(node, "interrupted"),
        JsonFields.whole(node, "corrected"),
        figures);
  }
}
