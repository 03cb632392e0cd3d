package io.thalweg.jobs.file;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job file says, or the defaults, by key. */
final class Values {
  private final Document document;
  private final Map<Key<?>, Optional<?>> values = new HashMap<>();

  /** Reads the keys; what is wrong with any has then been reported. */
  Values(Document document, List<Key<?>> keys) {
    this.document = document;
    keys.forEach(key -> values.put(key, document.read(key)));
  }

  /** What the file says or the default; empty: neither, or something wrong. */
  @SuppressWarnings("unchecked")
  <T> Optional<T> get(Key<T> key) {
    return (Optional<T>) values.get(key);
  }

  <T> T value(Key<T> key) {
    return get(key).orElseThrow(() -> new IllegalStateException(key.path() + " has no value"));
  }

  /** The name of a topic that is named after the job where nothing is said. */
  Optional<String> topic(Key<String> key) {
    return document.has(key)
        ? get(key)
        : get(Keys.NAME).map(name -> key.otherwiseText().replace("NAME", name));
  }
}
