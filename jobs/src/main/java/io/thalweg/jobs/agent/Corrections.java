package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Correction;
import io.thalweg.jobs.stream.Texts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest corrections, so that one that stands in the log twice counts once: a reward is only
 * corrected from what it was. Not thread-safe.
 */
final class Corrections {
  private static final int REMEMBERED = 1 << 14;

  private final Map<String, Double> rewards = new LinkedHashMap<>();

  /** Whether it goes on from what was known; then it is what is known. */
  boolean isNew(Correction correction) {
    String place = correction.episode() + "." + correction.step() + " " + correction.environment();
    Double known = rewards.get(place);
    if (known != null && known != correction.insteadOf()) {
      return false;
    }
    rewards.remove(place);
    rewards.put(place, correction.reward());
    if (rewards.size() > REMEMBERED) {
      rewards.remove(rewards.keySet().iterator().next());
    }
    return true;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(rewards.size());
    for (Map.Entry<String, Double> entry : rewards.entrySet()) {
      Texts.write(entry.getKey(), out);
      out.writeDouble(entry.getValue());
    }
  }

  void read(DataInput in) throws IOException {
    rewards.clear();
    for (int n = in.readInt(); n > 0; n--) {
      rewards.put(Texts.read(in), in.readDouble());
    }
  }
}
