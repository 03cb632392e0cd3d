package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.UpdateAssembler.Listener;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is not taken, and tells. */
final class Refusals {
  private static final int SHOWN = 80;

  private final Listener listener;
  private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
  // The newest header refused for what it says: an update of many chunks is refused once.
  private UpdateHeader header;

  Refusals(Listener listener) {
    this.listener = listener;
  }

  void add(Refusal refusal, String reason) {
    counts.merge(refusal, 1L, Long::sum);
    listener.refused(refusal, reason);
  }

  void addOnce(Refusal refusal, UpdateHeader refused, String reason) {
    if (!refused.equals(header)) {
      header = refused;
      add(refusal, refused + ": " + reason);
    }
  }

  Map<Refusal, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  void write(DataOutputStream out) throws IOException {
    for (Refusal refusal : Refusal.values()) {
      out.writeLong(counts.getOrDefault(refusal, 0L));
    }
    out.writeBoolean(header != null);
    if (header != null) {
      new Assembly(header).write(out);
    }
  }

  void read(DataInputStream in) throws IOException {
    counts.clear();
    for (Refusal refusal : Refusal.values()) {
      long count = in.readLong();
      if (count > 0) {
        counts.put(refusal, count);
      }
    }
    header = in.readBoolean() ? Assembly.read(in).header() : null;
  }

  /** Text from outside, fit for a message. */
  static String shown(String text) {
    if (text == null) {
      return "null";
    }
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return "'" + start.replaceAll("[^ -~]", "?") + "'";
  }
}
