package io.thalweg.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.jobs.file.Job;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last line of a terminal while a job runs: its newest figures, and what it has rejected since
 * it was started, read from its topics as any other process could.
 */
final class StatusLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatusLine.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String CLEARED = "\r\u001b[K";

  private final PrintWriter out;
  private final int columns;
  private final Job.Watched topics;
  private final Function<byte[], Optional<String>> figures;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final long began = System.nanoTime();
  private String newest = "nothing learned yet";
  private long late;
  private long deadLetters;
  private volatile boolean closed;

  private StatusLine(
      PrintWriter out, int columns, Job job, KafkaConsumer<byte[], byte[]> consumer) {
    this.out = out;
    this.columns = columns;
    this.topics = job.watched();
    this.figures = NewestFigures.of(job);
    if (topics.metrics().isEmpty()) {
      newest = "answering";
    }
    this.consumer = consumer;
    this.thread = new Thread(this::run, "status line");
    thread.setDaemon(true);
  }

  /** Shows the line until it is closed; the job's topics exist. What it cannot read it leaves. */
  static StatusLine show(PrintWriter out, int columns, KafkaSettings settings, Job job) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    StatusLine line = new StatusLine(out, columns, job, consumer);
    line.thread.start();
    return line;
  }

  /** Writes a line of its own above. */
  void say(String text) {
    synchronized (out) {
      out.println(CLEARED + text);
      out.flush();
    }
  }

  private void run() {
    try {
      seek();
      while (!closed) {
        consumer.poll(INTERVAL).forEach(this::count);
        synchronized (out) {
          out.print(CLEARED + text());
          out.flush();
        }
      }
    } catch (WakeupException end) {
      LOG.debug("the job has ended");
    } catch (RuntimeException e) {
      LOG.warn("The status line ends: the job's topics cannot be read", e);
    } finally {
      consumer.close(CloseOptions.timeout(INTERVAL));
    }
  }

  /** To the newest figures that there are, and to where the rejected records end. */
  private void seek() {
    List<TopicPartition> partitions =
        Stream.of(topics.metrics(), topics.late(), Optional.of(topics.deadLetter()))
            .flatMap(Optional::stream)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(found -> new TopicPartition(found.topic(), found.partition()))
            .toList();
    consumer.assign(partitions);
    for (Map.Entry<TopicPartition, Long> end : consumer.endOffsets(partitions).entrySet()) {
      boolean ofFigures = isOf(topics.metrics(), end.getKey().topic());
      consumer.seek(end.getKey(), ofFigures ? Math.max(0, end.getValue() - 2) : end.getValue());
    }
  }

  private static boolean isOf(Optional<String> topic, String found) {
    return topic.filter(found::equals).isPresent();
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    if (isOf(topics.metrics(), record.topic())) {
      progress(record.value());
    } else if (isOf(topics.late(), record.topic())) {
      late++;
    } else if (deadLetters++ == 0) {
      say(
          "dead letter: %s; all of them: ./thalweg consume %s --headers"
              .formatted(reason(record), record.topic()));
    }
  }

  /** The job's, on one line; whoever else writes to the topic says none. */
  private static String reason(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader("thalweg-reason");
    return header == null || header.value() == null
        ? "without a reason"
        : new String(header.value(), UTF_8).replaceAll("\\p{Cntrl}", " ");
  }

  /** Others may write to the topic too. */
  private void progress(byte[] value) {
    try {
      newest = figures.apply(value).orElse(newest);
    } catch (RuntimeException unreadable) {
      LOG.debug("no progress of a job found on topic {}", topics.metrics().orElse(""), unreadable);
    }
  }

  private String text() {
    String text = text(Duration.ofNanos(System.nanoTime() - began), newest, late, deadLetters);
    return text.length() < columns ? text : text.substring(0, columns - 1);
  }

  /**
   * What the line says; what a narrow terminal may cut off last.
   *
   * @param newest figures
   */
  private static String text(Duration time, String newest, long late, long deadLetters) {
    List<String> parts = new ArrayList<>();
    parts.add("%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart()));
    if (deadLetters > 0) {
      parts.add(String.format(Locale.ROOT, "%,d dead letters", deadLetters));
    }
    if (late > 0) {
      parts.add(String.format(Locale.ROOT, "%,d late", late));
    }
    parts.add(newest);
    return String.join("  ", parts);
  }

  /** Ends it; what it said last stays. */
  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(INTERVAL.toMillis() * 3);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (out) {
      out.println();
      out.flush();
    }
  }
}
