package io.thalweg.jobs.file;

import io.thalweg.jobs.file.Job.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What keys must be to each other in the file of any kind of job. */
final class CommonChecks {
  private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(5);

  private final Document document;
  private final Mistakes mistakes;

  CommonChecks(Document document, Mistakes mistakes) {
    this.document = document;
    this.mistakes = mistakes;
  }

  /**
   * Each topic has one use. Kafka itself refuses names that differ in dots and underscores only.
   *
   * @param names by key, in the order of the file; empty: there is none, or it has been reported
   */
  void topics(Map<Key<String>, Optional<String>> names) {
    Map<String, Key<?>> topics = new HashMap<>();
    names.forEach(
        (key, name) ->
            name.map(text -> topics.putIfAbsent(text.replace('.', '_'), key))
                .ifPresent(
                    other ->
                        wrong(
                            key,
                            "'" + name.get() + "', the topic of " + other.path() + " too",
                            "a topic of its own (dots and underscores count as equal)",
                            "choose another name")));
  }

  /** A broker ends transactions that are open for too long. */
  void transactions(Optional<Delivery> delivery, Optional<Duration> checkpoint) {
    if (delivery.filter(Delivery.EXACTLY_ONCE::equals).isPresent()
        && checkpoint.filter(x -> x.compareTo(LONGEST_TRANSACTION) > 0).isPresent()) {
      wrong(
          Keys.CHECKPOINT,
          "'" + Durations.format(checkpoint.get()) + "' with exactly-once",
          "at most " + Durations.format(LONGEST_TRANSACTION),
          "choose a shorter interval: a transaction lasts from one checkpoint to the next");
    }
  }

  private void wrong(Key<?> key, String found, String expected, String remedy) {
    mistakes.add(document.line(key), key.path(), found, expected, remedy);
  }
}
