package io.thalweg.jobs.watch;

import io.thalweg.connectors.updates.TopicContents.Publication;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a version has learned from, as far as a page has room for. */
final class Versions {
  /** Offsets, and lines of provenance. */
  static final int MOST_LINES = 32;

  static final int LONGEST_TEXT = 200;

  private Versions() {}

  /** With the first of its offsets and lines of provenance; texts cut to their bounds. */
  static Publication bounded(Publication whole) {
    SortedMap<String, String> provenance = new TreeMap<>();
    whole.provenance().entrySet().stream()
        .limit(MOST_LINES)
        .forEach(line -> provenance.put(text(line.getKey()), text(line.getValue())));
    SortedMap<String, Long> offsets = new TreeMap<>();
    whole.offsets().entrySet().stream()
        .limit(MOST_LINES)
        .forEach(offset -> offsets.put(text(offset.getKey()), offset.getValue()));
    return new Publication(
        whole.publication(),
        whole.version(),
        whole.examples(),
        whole.eventTime(),
        whole.timestamp(),
        whole.bytes(),
        whole.chunks(),
        whole.sha256(),
        text(whole.fingerprint()),
        offsets,
        provenance,
        whole.refusal());
  }

  private static String text(String text) {
    return Bounded.text(text, LONGEST_TEXT);
  }
}
