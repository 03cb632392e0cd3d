package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SourcesAndSinksIT {
  private static EmbeddedBroker broker;
  private static KafkaSettings settings;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
    settings = KafkaSettings.of(broker.bootstrapServers());
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** Reads a number; anything else is malformed, "boom" is a fault of the decoder's own. */
  private static final class Numbers implements Decoder {
    private static final long serialVersionUID = 1;

    @Override
    public Decoded decode(RawRecord raw) {
      if (raw.value() == null) {
        return new Malformed(raw, "tombstone");
      }
      String text = new String(raw.value(), StandardCharsets.UTF_8);
      if (text.equals("boom")) {
        throw new IllegalStateException("boom");
      }
      try {
        return new LabelEvent(text, Long.parseLong(text), 0, raw.origin(), raw);
      } catch (NumberFormatException e) {
        return new Malformed(raw, "not a number: " + text);
      }
    }
  }

  @Test
  void whatever_a_record_holds_the_job_goes_on_to_the_end_that_the_topic_had() throws Exception {
    Map<String, String> roomy = Map.of("max.message.bytes", "5000000");
    topics(new Topic("in", 3, roomy), Topic.of("out", 1), Topic.ofRejected("dead", 1));
    String large = "x".repeat(2_000_000);
    send("in", "1", large, null, "2", "boom", "", "3");
    // Too little for the large one: it must not stop the job either.
    KafkaSettings stingy =
        new KafkaSettings(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "max.request.size", "1000000",
                "buffer.memory", "1000000"));

    StreamExecutionEnvironment env = environment();
    var decoded =
        env.fromSource(
            Sources.decoded(
                settings,
                "in",
                "reader",
                LostRecords.FAIL,
                true,
                new Numbers(),
                TypeInformation.of(Decoded.class)),
            WatermarkStrategy.noWatermarks(),
            "in");
    decoded
        .filter(LabelEvent.class::isInstance)
        .sinkTo(Sinks.sink(settings, "job", "out", DeliveryGuarantee.AT_LEAST_ONCE, values("out")));
    decoded
        .filter(Malformed.class::isInstance)
        .sinkTo(
            Sinks.sink(stingy, "job", "dead", DeliveryGuarantee.AT_LEAST_ONCE, rejected("dead")));
    env.execute();

    assertThat(texts(read("out"))).containsExactlyInAnyOrder("1", "2", "3");
    List<ConsumerRecord<byte[], byte[]>> dead = read("dead");
    assertThat(texts(dead)).containsExactlyInAnyOrder(large, "(none)", "boom", "");
    assertThat(dead)
        .filteredOn(record -> texts(List.of(record)).equals(List.of("boom")))
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.headers().lastHeader("thalweg-reason").value())
                    .asString(StandardCharsets.UTF_8)
                    .contains("cannot be decoded", "boom"));
  }

  private static final AtomicInteger FAILURES = new AtomicInteger();

  @Test
  void under_exactly_once_a_job_that_fails_writes_each_record_once() throws Exception {
    topics(Topic.of("numbers", 2), Topic.of("once", 1));
    send("numbers", IntStream.range(0, 3000).mapToObj(String::valueOf).toArray(String[]::new));

    StreamExecutionEnvironment env = environment();
    env.enableCheckpointing(100);
    env.fromSource(
            Sources.decoded(
                settings,
                "numbers",
                "once",
                LostRecords.FAIL,
                true,
                new Numbers(),
                TypeInformation.of(Decoded.class)),
            WatermarkStrategy.noWatermarks(),
            "numbers")
        .map(SourcesAndSinksIT::slowlyFailingTwice)
        .returns(Decoded.class)
        .sinkTo(
            Sinks.sink(settings, "job", "once", DeliveryGuarantee.EXACTLY_ONCE, values("once")));
    // What comes after the start is not the job's business, however often it fails.
    env.executeAsync().getJobExecutionResult().get();

    assertThat(FAILURES).hasValue(2);
    assertThat(texts(read("once"))).hasSize(3000).doesNotHaveDuplicates();
    await().untilAsserted(() -> assertThat(adminThreads("job-once")).isEmpty());
  }

  /** Each would keep the classes of a job that has ended in its task manager's memory. */
  private static List<String> adminThreads(String clientId) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("admin-client") && name.contains(clientId))
        .toList();
  }

  /** Fails at two places; records after the failure arrive in the topic too late to be read. */
  private static Decoded slowlyFailingTwice(Decoded decoded) throws Exception {
    long number = ((LabelEvent) decoded).time();
    if (number % 20 == 0) {
      Thread.sleep(5);
    }
    int failures = FAILURES.get();
    if (failures < 2
        && number >= 1000 + 1000 * failures
        && FAILURES.compareAndSet(failures, failures + 1)) {
      send("numbers", "100000" + failures);
      throw new IllegalStateException("meant to fail at " + number);
    }
    return decoded;
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.setString("restart-strategy.type", "fixed-delay");
    configuration.setString("restart-strategy.fixed-delay.attempts", "2");
    configuration.setString("restart-strategy.fixed-delay.delay", "10ms");
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  private static KafkaRecordSerializationSchema<Decoded> values(String topic) {
    return (decoded, context, time) ->
        new ProducerRecord<>(topic, decoded.raw().key(), decoded.raw().value());
  }

  private static KafkaRecordSerializationSchema<Decoded> rejected(String topic) {
    return (decoded, context, time) ->
        RejectedRecords.producerRecord(topic, decoded.raw(), ((Malformed) decoded).reason());
  }

  private static void topics(Topic... wanted) {
    try (Topics topics = new Topics(settings)) {
      topics.create(List.of(wanted));
    }
  }

  private static void send(String topic, String... values) throws Exception {
    Properties properties = settings.producerProperties();
    properties.setProperty("max.request.size", "5000000");
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> acknowledgements = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        byte[] value = values[i] == null ? null : values[i].getBytes(StandardCharsets.UTF_8);
        byte[] key = {(byte) i};
        acknowledgements.add(producer.send(new ProducerRecord<>(topic, key, value)));
      }
      for (Future<?> acknowledgement : acknowledgements) {
        acknowledgement.get();
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Properties properties = settings.consumerProperties();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private static List<String> texts(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(r -> r.value() == null ? "(none)" : new String(r.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
