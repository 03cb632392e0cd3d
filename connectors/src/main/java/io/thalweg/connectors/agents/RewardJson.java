package io.thalweg.connectors.agents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.Serializable;

/**
 * Rewards as JSON:
 *
 * <pre>{@code
 * {"environment":"shop-3","episode":7,"step":0,"time":831391260000,"reward":1.0}
 * }</pre>
 *
 * <p>The writer keeps its buffers: not thread-safe.
 */
public final class RewardJson implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 1 << 13;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private transient JsonLine line;

  /** The value of a record. */
  public byte[] write(Reward reward) {
    if (line == null) {
      line = new JsonLine();
    }
    return line.object(
        out -> {
          out.writeStringField("environment", WellFormed.text(reward.environment()));
          out.writeNumberField("episode", reward.episode());
          out.writeNumberField("step", reward.step());
          out.writeNumberField("time", reward.time());
          out.writeFieldName("reward");
          JsonLine.number(out, reward.value());
        });
  }

  /**
   * Reads a record. Never throws on account of what it holds.
   *
   * @param maxAhead how many milliseconds its time may be ahead of the timestamp of the record
   */
  public static Heard read(RawRecord raw, long maxAhead) {
    try {
      return reward(raw, maxAhead);
    } catch (IllegalArgumentException unfit) {
      return new Heard.Unfit(raw, unfit.getMessage());
    }
  }

  private static Reward reward(RawRecord raw, long maxAhead) {
    byte[] value = raw.value();
    if (value == null || value.length > LONGEST) {
      throw new IllegalArgumentException(
          "record value: %s bytes found, 1 to %d expected"
              .formatted(value == null ? "no" : value.length, LONGEST));
    }
    JsonNode node = JsonFields.object(MAPPER, value, "a reward");
    long time = StepFields.time(node);
    if (raw.timestamp() >= 0 && time - raw.timestamp() > maxAhead) {
      throw new IllegalArgumentException(
          "field 'time': %d found, 0 to %d ms after the timestamp of the Kafka record (%d) expected"
              .formatted(time, maxAhead, raw.timestamp()));
    }
    return new Reward(
        StepFields.environment(node),
        StepFields.episode(node),
        StepFields.step(node),
        time,
        StepFields.reward(node, "reward"),
        raw);
  }
}
