package io.thalweg.connectors.agents;

import com.fasterxml.jackson.databind.JsonNode;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.Serializable;

/**
 * Transitions as JSON:
 *
 * <pre>{@code
 * {"environment":"cartpole-3","episode":7,"step":0,"time":831391200000,
 *  "observation":[0.01,-0.02,0.03,0.04],"action":1,"probability":0.95,"policy_version":12,
 *  "reward":1.0,"next":[0.01,0.17,0.03,-0.24],"terminated":false,"truncated":false}
 * }</pre>
 *
 * <p>Probability is null where nobody knows it. Numbers read back as the same 32-bit floats (the
 * reward as the same double). The writer keeps its buffers: not thread-safe, one per task.
 */
public final class TransitionJson implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(Transition transition) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(
        out -> {
          out.writeStringField("environment", WellFormed.text(transition.environment()));
          out.writeNumberField("episode", transition.episode());
          out.writeNumberField("step", transition.step());
          out.writeNumberField("time", transition.time());
          out.writeFieldName("observation");
          JsonLine.numbers(out, transition.observation());
          out.writeNumberField("action", transition.action());
          out.writeFieldName("probability");
          JsonLine.number(out, transition.probability());
          out.writeNumberField("policy_version", transition.policyVersion());
          out.writeFieldName("reward");
          JsonLine.number(out, transition.reward());
          out.writeFieldName("next");
          JsonLine.numbers(out, transition.next());
          out.writeBooleanField("terminated", transition.terminated());
          out.writeBooleanField("truncated", transition.truncated());
        });
  }

  /** Reads the fields of one; as {@link LogJson#read}. */
  static Transition read(AgentSpaces spaces, JsonNode node) {
    long action = JsonFields.whole(node, "action");
    if (action < 0 || action >= spaces.actions()) {
      throw new IllegalArgumentException(
          "field 'action': %d found, 0 to %d expected".formatted(action, spaces.actions() - 1));
    }
    return new Transition(
        StepFields.environment(node),
        StepFields.episode(node),
        StepFields.step(node),
        StepFields.time(node),
        seen(spaces, node, "observation"),
        (int) action,
        StepFields.probability(node),
        StepFields.policyVersion(node),
        StepFields.reward(node, "reward"),
        seen(spaces, node, "next"),
        JsonFields.flag(node, "terminated"),
        JsonFields.flag(node, "truncated"));
  }

  private static float[] seen(AgentSpaces spaces, JsonNode node, String field) {
    float[] numbers = JsonFields.numbers(node, field);
    if (numbers.length != spaces.numbers()) {
      throw new IllegalArgumentException(
          "field '%s': %d numbers found, %d expected"
              .formatted(field, numbers.length, spaces.numbers()));
    }
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(
            "field '%s': %s found, finite numbers expected".formatted(field, number));
      }
    }
    return numbers;
  }
}
