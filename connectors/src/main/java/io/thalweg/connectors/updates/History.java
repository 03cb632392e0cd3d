package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.HeaderJson.Numbered;
import io.thalweg.connectors.updates.TopicContents.Publication;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every publication that left a record in a topic, and whether it is whole. Keeps the payload of at
 * most one incomplete publication per slot.
 */
final class History {
  private final String model;
  private final long maxBytes;
  private final Map<UpdateHeader, Seen> publications = new LinkedHashMap<>();
  private final Assembly[] slots = new Assembly[UpdateHeader.SLOTS];

  /** When it came, and what is known of it. */
  private record Seen(long timestamp, Optional<Refusal> refusal) {}

  History(String model, long maxBytes) {
    this.model = model;
    this.maxBytes = Math.min(maxBytes, Assembly.LONGEST);
  }

  void add(String key, byte[] json, byte[] value, long timestamp) {
    if (value == null || json == null) {
      return;
    }
    Numbered numbered;
    try {
      numbered = HeaderJson.read(json);
    } catch (IllegalArgumentException e) {
      // The assembler beside this one counts it.
      return;
    }
    UpdateHeader header = numbered.header();
    if (header.model().equals(model) && header.key(numbered.chunk()).equals(key)) {
      add(header, numbered.chunk(), value, timestamp);
    }
  }

  private void add(UpdateHeader header, int chunk, byte[] value, long timestamp) {
    boolean oversized = header.bytes() > maxBytes;
    Refusal start = oversized ? Refusal.OVERSIZED : Refusal.TORN;
    Seen seen =
        publications.computeIfAbsent(header, any -> new Seen(timestamp, Optional.of(start)));
    if (oversized || seen.refusal().isEmpty()) {
      return;
    }
    Assembly assembly = slots[header.slot()];
    if (assembly == null || !assembly.header().equals(header)) {
      assembly = new Assembly(header);
      slots[header.slot()] = assembly;
    }
    assembly.add(chunk, value);
    if (assembly.isComplete() || assembly.isOverfull()) {
      slots[header.slot()] = null;
      Optional<Refusal> refusal =
          assembly.payload().isPresent() ? Optional.empty() : Optional.of(Refusal.CORRUPT);
      publications.put(header, new Seen(seen.timestamp(), refusal));
    }
  }

  List<Publication> publications() {
    return publications.entrySet().stream()
        .map(
            entry ->
                entry
                    .getKey()
                    .publication(entry.getValue().timestamp(), entry.getValue().refusal()))
        .toList();
  }
}
