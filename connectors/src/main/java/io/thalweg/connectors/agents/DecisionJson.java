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
        action(node),
        probability(node),
        JsonFields.whole(node, "policy_version"),
        JsonFields.numbers(node, "values"));
  }

  private static int action(JsonNode node) {
    long action = JsonFields.whole(node, "action");
    if (action < 0 || action >= AgentSpaces.MOST_ACTIONS) {
      throw new IllegalArgumentException(
          "field 'action': %d found, 0 to %d expected"
              .formatted(action, AgentSpaces.MOST_ACTIONS - 1));
    }
    return (int) action;
  }

  private static double probability(JsonNode node) {
    double probability = JsonFields.number(node, "probability");
    if (!Double.isNaN(probability) && !(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "field 'probability': %s found, above 0 to 1, or null expected".formatted(probability));
    }
    return probability;
  }
}
