package io.thalweg.jobs.watch;

import io.thalweg.connectors.json.WellFormed;

/** Texts of topics, which may hold anything. */
final class Bounded {
  private Bounded() {}

  /** The text, cut to so many characters, of which none is half a surrogate pair. */
  static String text(String text, int longest) {
    return WellFormed.text(text.length() <= longest ? text : text.substring(0, longest - 1) + "…");
  }
}
