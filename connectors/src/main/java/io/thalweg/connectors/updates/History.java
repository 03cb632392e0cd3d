package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.HeaderJson.Numbered;
import io.thalweg.connectors.updates.TopicContents.Publication;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every publication that left a record in a topic, and whether it is whole. Keeps the payload of at
 * most one incomplete publication per slot, and of headers the newest {@value #MOST_HEADER_BYTES}
 * bytes, which in a topic that nobody floods is all of them.
 */
final class History {
  static final int MOST_HEADER_BYTES = 16 << 20;

  private final String model;
  private final long maxBytes;
  private final Map<UpdateHeader, Seen> publications = new LinkedHashMap<>();
  private final Assembly[] slots = new Assembly[UpdateHeader.SLOTS];
  private long headerBytes;

  /** When it came, and what is known of it. */
  private record Seen(long timestamp, int headerBytes, Optional<Refusal> refusal) {}

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
      boolean oversized = header.bytes() > maxBytes;
      Refusal start = oversized ? Refusal.OVERSIZED : Refusal.TORN;
      if (!publications.containsKey(header)) {
        publications.put(header, new Seen(timestamp, json.length, Optional.of(start)));
        headerBytes += json.length;
        forgetOldest();
      }
      add(header, numbered.chunk(), value, oversized);
    }
  }

  private void forgetOldest() {
    Iterator<Seen> oldest = publications.values().iterator();
    while (headerBytes > MOST_HEADER_BYTES) {
      headerBytes -= oldest.next().headerBytes();
      oldest.remove();
    }
  }

  private void add(UpdateHeader header, int chunk, byte[] value, boolean oversized) {
    Seen seen = publications.get(header);
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
      publications.put(header, new Seen(seen.timestamp(), seen.headerBytes(), refusal));
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
