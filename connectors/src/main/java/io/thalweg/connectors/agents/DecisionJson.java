package io.thalweg.connectors.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.Serializable;

/**
 * Decisions as JSON:
 *
 * <pre>{@code
 * {"environment":"cartpole-3","episode":7,"step":0,"time":831391200000,
 *  "action":1,"probability":0.95,"policy_version":12,"values":[9.7,10.1]}
 * }</pre>
 *
 * <p>The writer keeps its buffers: not thread-safe, one per task.
 */
public final class DecisionJson implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(Decision decision) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(
        out -> {
          out.writeStringField("environment", WellFormed.text(decision.environment()));
          out.writeNumberField("episode", decision.episode());
          out.writeNumberField("step", decision.step());
          out.writeNumberField("time", decision.time());
          out.writeNumberField("action", decision.action());
          out.writeFieldName("probability");
          JsonLine.number(out, decision.probability());
          out.writeNumberField("policy_version", decision.policyVersion());
          out.writeFieldName("values");
          JsonLine.numbers(out, decision.values());
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException where it is no decision; says why
   */
  public static Decision read(byte[] value) {
    JsonNode node = JsonFields.object(MAPPER, value, "a decision");
    return new Decision(
        JsonFields.field(node, "environment").asText(),
        JsonFields.whole(node, "episode"),
        JsonFields.whole(node, "step"),
        JsonFields.whole(node, "time"),
        Math.toIntExact(JsonFields.whole(node, "action")),
        JsonFields.number(node, "probability"),
        JsonFields.whole(node, "policy_version"),
        JsonFields.numbers(node, "values"));
  }
}
