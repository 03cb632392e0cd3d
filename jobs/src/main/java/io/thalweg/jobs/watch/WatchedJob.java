package io.thalweg.jobs.watch;

import io.thalweg.connectors.updates.Pin;
import io.thalweg.connectors.updates.TopicContents.Publication;
import io.thalweg.connectors.updates.UpdateWriter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What is known of a job. No record can make it throw, and none makes it larger than its bounds: a
 * curve of {@link Curve#MOST} points, {@link #MOST_VERSIONS} versions, {@link Rejects#MOST} reasons
 * of dead letters and of late records. Not thread-safe.
 */
final class WatchedJob {
  static final int MOST_VERSIONS = 12;

  private final String name;
  private final Curve curve = new Curve();
  private final Deque<Publication> versions = new ArrayDeque<>();
  private final Rejects deadLetters = new Rejects();
  private final Rejects late = new Rejects();
  private final Answers answers = new Answers();
  private Told told;
  private long toldAt;
  private double pinned = Double.NaN;
  private long ignored;

  WatchedJob(String name) {
    this.name = name;
  }

  void add(JobTopic.Kind kind, ConsumerRecord<byte[], byte[]> record) {
    switch (kind) {
      case METRICS -> tell(record);
      case MODELS, POLICIES -> publish(record);
      case DEAD_LETTERS -> deadLetters.add(record);
      case LATE -> late.add(record);
      case PREDICTIONS, ACTIONS -> answer(record);
    }
  }

  private void answer(ConsumerRecord<byte[], byte[]> record) {
    if (!answers.add(record.value())) {
      ignored++;
    }
  }

  private void tell(ConsumerRecord<byte[], byte[]> record) {
    Told now;
    try {
      now = Told.read(record.value());
    } catch (IllegalArgumentException somethingElse) {
      ignored++;
      return;
    }
    if (told != null && told.kind() != now.kind()) {
      curve.clear();
    }
    told = now;
    toldAt = record.timestamp();
    curve.add(now.point());
  }

  private void publish(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(UpdateWriter.HEADER);
    if (header == null) {
      return;
    }
    Publication.ofLastChunk(Pin.id(name), header.value(), record.timestamp())
        .ifPresent(pin -> pinned = pin.bytes() == 0 ? Double.NaN : pin.version());
    Publication.ofLastChunk(name, header.value(), record.timestamp())
        .map(Versions::bounded)
        .filter(
            each -> versions.isEmpty() || each.publication() > versions.getFirst().publication())
        .ifPresent(
            newest -> {
              versions.addFirst(newest);
              if (versions.size() > MOST_VERSIONS) {
                versions.removeLast();
              }
            });
  }

  /** Reading of one of its topics did not begin with the first record. */
  void skippedSome(JobTopic.Kind kind) {
    switch (kind) {
      case DEAD_LETTERS -> deadLetters.skippedSome();
      case LATE -> late.skippedSome();
      default -> {
        // What is older is of no interest there.
      }
    }
  }

  String name() {
    return name;
  }

  /** What it told last. */
  Optional<Told> told() {
    return Optional.ofNullable(told);
  }

  /** When it told that, milliseconds since the epoch. */
  long toldAt() {
    return toldAt;
  }

  Curve curve() {
    return curve;
  }

  /** The newest first. */
  Collection<Publication> versions() {
    return Collections.unmodifiableCollection(versions);
  }

  /** The version that acts whatever is published after it; NaN: the newest does. */
  double pinned() {
    return pinned;
  }

  Rejects deadLetters() {
    return deadLetters;
  }

  Rejects late() {
    return late;
  }

  Answers answers() {
    return answers;
  }

  /** Records of the topics of what it tells and answers that were nothing such. */
  long ignored() {
    return ignored;
  }
}
