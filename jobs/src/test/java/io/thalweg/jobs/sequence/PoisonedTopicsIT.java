package io.thalweg.jobs.sequence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.testing.ReportedRun;
import io.thalweg.jobs.testing.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Topics to which somebody has written what means harm: a job refuses, counts and goes on. */
class PoisonedTopicsIT {
  private static final String INPUT = "poisoned";
  private static final int GOOD = 60;

  @Test
  void a_job_refuses_what_means_harm_counts_it_and_answers_all_else() throws Exception {
    try (Streams streams = new Streams()) {
      JobSpec spec = job(streams);
      int badEvents = poisonEvents(spec);
      int badUpdates = poisonVersions(spec);

      Map<String, Long> counted = counters(spec);

      assertThat(streams.read(spec.output().predictions()))
          .hasSize(GOOD)
          .allMatch(record -> Streams.text(record.value()).contains("\"model_version\":0"));
      assertThat(streams.read(spec.output().deadLetter()))
          .hasSize(badEvents)
          .allMatch(record -> !Streams.header(record, "thalweg-reason").isEmpty());
      assertThat(counted).containsEntry("deadLetterRecords", (long) badEvents);
      assertThat(counted).containsEntry("refusedVersions", (long) badUpdates);
    }
  }

  private static JobSpec job(Streams streams) {
    JobSpec spec =
        JobFile.parseSequence(
                "poisoned.yaml",
                """
                name: harmed
                input: {topic: poisoned, event-time: t, max-record-bytes: 10000}
                features: {numeric: [x]}
                label: {field: label, classes: [low, high]}
                sequence: 2
                network: {type: gru, hidden: 4}
                serving: fleet
                """)
            .withBrokers(streams.brokers());
    streams.create(JobTopics.of(spec, 1).toArray(Topic[]::new));
    return spec;
  }

  private static String event(int time) {
    return "{\"t\":%d,\"x\":%d,\"label\":\"low\"}".formatted(1_000 + time, time % 5);
  }

  /** Good ones with many and with huge headers, and bad ones between them. */
  private static int poisonEvents(JobSpec spec) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < GOOD; i++) {
      ProducerRecord<byte[], byte[]> good =
          new ProducerRecord<>(INPUT, i % 3 == 0 ? null : new byte[i * 1_000], bytes(event(i)));
      for (int n = i == 7 ? 20_000 : 0; n > 0; n--) {
        good.headers().add("h" + n, null);
      }
      if (i == 8) {
        good.headers().add("huge", new byte[500_000]);
        good.headers().add(UpdateWriter.HEADER, new byte[300_000]);
      }
      records.add(good);
    }
    List<String> bad =
        List.of(
            "{\"x\":".repeat(2_000),
            "[".repeat(9_000),
            "{\"t\":2000,\"x\":%s,\"label\":\"low\"}".formatted("9".repeat(5_000)),
            "{\"t\":2000,\"x\":1,\"label\":\"low\",\"%s\":1}".formatted("k".repeat(9_000)),
            "{\"t\":2000,\"x\":1,\"x\":2,\"label\":\"low\"}",
            "{\"t\":9223372036854775807,\"x\":1,\"label\":\"low\"}",
            "{\"t\":253402300799999,\"x\":1,\"label\":\"low\"}",
            "{\"t\":2000,\"x\":1e999,\"label\":\"low\"}",
            "{\"t\":2000,\"x\":1,\"label\":\"%s\"}".formatted("l".repeat(9_000)),
            " ".repeat(900_000));
    bad.forEach(value -> records.add(3, new ProducerRecord<>(INPUT, bytes(value))));
    records.add(5, new ProducerRecord<>(INPUT, null, null));
    send(spec, records);
    return bad.size() + 1;
  }

  private static int poisonVersions(JobSpec spec) throws Exception {
    String topic = spec.output().model();
    byte[] value = new byte[2_000];
    Chunk good = UpdateWriter.chunks(update(spec, 5, spec.fingerprint(), value)).get(0);
    String header = new String(good.header(), UTF_8);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(version(topic, null, null, value));
    records.add(version(topic, good.key(), null, value));
    records.add(version(topic, good.key(), "{}", value));
    records.add(version(topic, good.key(), "[".repeat(200_000), value));
    records.add(version(topic, "harmed/1/7", header, value));
    records.add(version(topic, good.key(), header.replace("\"chunks\":1", "\"chunks\":-1"), value));
    records.add(
        version(topic, good.key(), header.replace("\"bytes\":2000", "\"bytes\":-2"), value));
    records.add(
        version(
            topic, good.key(), header.replace("\"bytes\":2000", "\"bytes\":2000000000"), value));
    records.add(
        version(
            topic,
            good.key(),
            header.replaceFirst("\"sha256\":\"[0-9a-f]{8}", "\"sha256\":\"00000000"),
            value));
    Chunk foreign = UpdateWriter.chunks(update(spec, 9, "another", value)).get(0);
    records.add(version(topic, foreign.key(), new String(foreign.header(), UTF_8), value));
    // Whole, of the right fingerprint, the newest there can be: and no model.
    Chunk last =
        UpdateWriter.chunks(update(spec, Long.MAX_VALUE, spec.fingerprint(), value)).get(0);
    records.add(version(topic, last.key(), new String(last.header(), UTF_8), value));
    send(spec, records);
    return records.size();
  }

  private static ModelUpdate update(
      JobSpec spec, long publication, String fingerprint, byte[] payload) {
    return new ModelUpdate(
        spec.name(), 3, publication, 3, 3, new TreeMap<>(), fingerprint, new TreeMap<>(), payload);
  }

  private static ProducerRecord<byte[], byte[]> version(
      String topic, String key, String header, byte[] value) {
    // Compaction wants a key.
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, key == null ? new byte[0] : bytes(key), value);
    if (header != null) {
      record.headers().add(UpdateWriter.HEADER, bytes(header));
    }
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static void send(JobSpec spec, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    var properties = new KafkaSettings(spec.kafka()).producerProperties();
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var record : records) {
        producer.send(record).get();
      }
    }
  }

  /** Runs the job to its end; what its operators have counted, by the counter's name. */
  private static Map<String, Long> counters(JobSpec spec) throws Exception {
    return ReportedRun.of(env -> SequenceJob.build(env, spec, true), PoisonedTopicsIT::counters);
  }

  private static Map<String, Long> counters(InMemoryReporter reporter) {
    Map<String, Long> counted = new TreeMap<>();
    for (Map<String, Metric> metrics : reporter.getMetricsByGroup().values()) {
      metrics.forEach(
          (name, metric) -> {
            if (metric instanceof Counter counter) {
              counted.merge(name, counter.getCount(), Long::sum);
            }
          });
    }
    return counted;
  }
}
