package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.UpdateAssembler.Listener;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** Counts what is not taken, and tells. */
final class Refusals {
  private static final int SHOWN = 80;
  private static final int REMEMBERED = 16;

  private final Listener listener;
  private final Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
  // Headers refused for what they say, the newest last: an update of many chunks is refused once,
  // even where several writers take turns.
  private final Deque<UpdateHeader> headers = new ArrayDeque<>();

  Refusals(Listener listener) {
    this.listener = listener;
  }

  void add(Refusal refusal, String reason) {
    counts.merge(refusal, 1L, Long::sum);
    listener.refused(refusal, reason);
  }

  void addOnce(Refusal refusal, UpdateHeader refused, String reason) {
    if (headers.contains(refused)) {
      return;
    }
    if (headers.size() == REMEMBERED) {
      headers.removeFirst();
    }
    headers.addLast(refused);
    add(refusal, refused + ": " + reason);
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
    out.writeBoolean(!headers.isEmpty());
    if (!headers.isEmpty()) {
      new Assembly(headers.getLast()).write(out);
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
    headers.clear();
    if (in.readBoolean()) {
      headers.addLast(Assembly.read(in).header());
    }
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
