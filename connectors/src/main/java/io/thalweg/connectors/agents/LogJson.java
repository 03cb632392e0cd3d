package io.thalweg.connectors.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.Serializable;

/**
 * The log of transitions as JSON: transitions as {@link TransitionJson} has them, and corrections:
 *
 * <pre>{@code
 * {"environment":"shop-3","episode":7,"step":0,"time":831391260000,"reward":1.0,"instead_of":0.0}
 * }</pre>
 *
 * <p>The writer keeps its buffers: not thread-safe, one per task.
 */
public final class LogJson implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String INSTEAD_OF = "instead_of";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TransitionJson transitions = new TransitionJson();
  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(LogEntry entry) {
    return entry instanceof Transition transition
        ? transitions.write(transition)
        : write((Correction) entry);
  }

  private byte[] write(Correction correction) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(
        out -> {
          out.writeStringField("environment", WellFormed.text(correction.environment()));
          out.writeNumberField("episode", correction.episode());
          out.writeNumberField("step", correction.step());
          out.writeNumberField("time", correction.time());
          out.writeFieldName("reward");
          JsonLine.number(out, correction.reward());
          out.writeFieldName(INSTEAD_OF);
          JsonLine.number(out, correction.insteadOf());
        });
  }

  /**
   * Reads a record; another program may have written it.
   *
   * @throws IllegalArgumentException where it is nothing such; says why
   */
  public static LogEntry read(AgentSpaces spaces, byte[] value) {
    if (value == null || value.length > 2 * spaces.recordBytes()) {
      throw new IllegalArgumentException(
          "record value: %s bytes found, 1 to %d expected"
              .formatted(value == null ? "no" : value.length, 2 * spaces.recordBytes()));
    }
    JsonNode node = JsonFields.object(MAPPER, value, "a transition");
    return node.has(INSTEAD_OF) ? correction(node) : TransitionJson.read(spaces, node);
  }

  private static Correction correction(JsonNode node) {
    return new Correction(
        StepFields.environment(node),
        StepFields.episode(node),
        StepFields.step(node),
        StepFields.time(node),
        StepFields.reward(node, "reward"),
        StepFields.reward(node, INSTEAD_OF));
  }
}
