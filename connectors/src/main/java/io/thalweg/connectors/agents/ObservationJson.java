package io.thalweg.connectors.agents;

import com.fasterxml.jackson.core.JsonGenerator;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.IOException;
import java.io.Serializable;

/**
 * Writes observations as {@link ObservationReader} reads them. Keeps its buffers: not thread-safe.
 */
public final class ObservationJson implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(Observation observation) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(out -> write(observation, out));
  }

  private static void write(Observation observation, JsonGenerator out) throws IOException {
    out.writeStringField("environment", WellFormed.text(observation.environment()));
    out.writeNumberField("episode", observation.episode());
    out.writeNumberField("step", observation.step());
    out.writeNumberField("time", observation.time());
    out.writeFieldName("observation");
    JsonLine.numbers(out, observation.values());
    if (observation.taken() != null) {
      outcome(observation, out);
    }
  }

  private static void outcome(Observation observation, JsonGenerator out) throws IOException {
    Observation.Taken taken = observation.taken();
    out.writeFieldName("reward");
    JsonLine.number(out, observation.reward());
    out.writeBooleanField("terminated", observation.terminated());
    out.writeBooleanField("truncated", observation.truncated());
    out.writeNumberField("action", taken.action());
    out.writeFieldName("probability");
    JsonLine.number(out, taken.probability());
    if (taken.policyVersion() >= 0) {
      out.writeNumberField("policy_version", taken.policyVersion());
    } else {
      out.writeNullField("policy_version");
    }
  }
}
