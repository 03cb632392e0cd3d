package io.thalweg.jobs.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keys and their values as the lines of a job file. */
final class KeyLines {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private String section = "";

  <T> void add(Key<T> key, Optional<T> value) {
    value.ifPresent(x -> add(key, x));
  }

  /** Adds a line, and that of its section where another one was before. */
  <T> void add(Key<T> key, T value) {
    int dot = key.path().indexOf('.');
    String inSection = dot < 0 ? "" : key.path().substring(0, dot);
    if (!inSection.isEmpty() && !inSection.equals(section)) {
      text.append(inSection).append(":\n");
    }
    section = inSection;
    text.append(dot < 0 ? "" : "  ").append(key.path().substring(dot + 1)).append(':');
    String shown = key.type().show(value);
    settings.put(key.path(), shown.strip());
    text.append(shown.startsWith("\n") ? "" : " ").append(shown).append('\n');
  }

  /** Values as they are written, by the paths of their keys. */
  Map<String, String> settings() {
    return settings;
  }

  String text() {
    return text.toString();
  }
}
