package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.connectors.updates.UpdateAssembler;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.testing.Streams;
import io.thalweg.models.features.Row;
import io.thalweg.models.learning.ModelZip;
import io.thalweg.models.learning.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole graph between the topics of a real broker. */
class SequenceJobIT {
  private static final int STEPS = 4;

  private static Streams streams;
  private static Runs runs;

  @BeforeAll
  static void start() throws Exception {
    streams = new Streams();
    runs = new Runs(streams);
  }

  @AfterAll
  static void stop() throws Exception {
    runs.close();
    streams.close();
  }

  private static JobSpec job(String name, String topic, String more) {
    return runs.job(text(name, topic, more));
  }

  private static String text(String name, String topic, String more) {
    return """
        name: %s
        input: {topic: %s, key: key, event-time: t, id: id}
        features: {numeric: [x]}
        label: {field: label, classes: [low, high]}
        sequence: %d
        network: {type: lstm, hidden: 4}
        learning: {rate: 0.05, batch: 16, updates: 1, seed: 3}
        checkpoint: 200ms
        %s
        """
        .formatted(name, topic, STEPS, more);
  }

  private record Reading(String id, String key, long time, double x) {
    String json() {
      return "{\"id\":\"%s\",\"key\":\"%s\",\"t\":%d,\"x\":%s,\"label\":\"%s\"}"
          .formatted(id, key, time, x, x > 0 ? "high" : "low");
    }
  }

  private static List<Reading> readings(int count) {
    var random = new Random(11);
    var readings = new ArrayList<Reading>();
    for (int i = 0; i < count; i++) {
      readings.add(new Reading("r" + i, "k" + random.nextInt(3), 1_000 + i, random.nextGaussian()));
    }
    return readings;
  }

  /** Law 2 from end to end, at any parallelism: the answer is that of its version. */
  @Test
  void every_answer_of_the_fleet_is_that_of_the_version_it_names() throws Exception {
    var readings = readings(1_500);
    streams.create(Topic.of("fleet-input", 1));
    streams.write("fleet-input", List.of(readings.stream().map(Reading::json).toList()));
    JobSpec spec = job("fleet", "fleet-input", "serving: fleet\nparallelism: 3\npublish-every: 5");
    var graph = runs.graph(spec, false);
    runs.cluster().submitJob(graph).get();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> streams.read(spec.output().predictions()).size() >= readings.size() - 1);
    runs.cluster().cancelJob(graph.getJobID()).get();

    var models = models(spec);
    var windows = windows(readings);
    var predictor = Predictor.create(spec.model());
    var json = new PredictionJson(spec.model().classes());
    long newest = 0;
    float[][] expected = new float[1][2];
    for (var record : streams.read(spec.output().predictions())) {
      Prediction prediction = json.read(record.value());
      if (prediction.modelVersion() != predictor.version()) {
        predictor.close();
        predictor = Predictor.create(spec.model());
        if (prediction.modelVersion() > 0) {
          predictor.load(prediction.modelVersion(), models.get(prediction.modelVersion()));
        }
      }
      predictor.predict(new Row[][] {windows.get(prediction.id())}, 1, expected);
      assertThat(prediction.probabilities()).as(prediction.id()).isEqualTo(expected[0]);
      newest = Math.max(newest, prediction.modelVersion());
    }
    predictor.close();
    assertThat(models).isNotEmpty();
    assertThat(newest % 5).isZero();
  }

  @Test
  void a_job_begins_where_another_ones_exported_model_was(@TempDir Path folder) throws Exception {
    var readings = readings(640);
    streams.create(Topic.of("starts-input", 1));
    streams.write("starts-input", List.of(readings.stream().map(Reading::json).toList()));
    JobSpec earlier = job("earlier", "starts-input", "");
    runs.awaitEnd(runs.start(earlier));
    byte[] model = models(earlier).get(40L);
    Path zip = folder.resolve("model.zip");
    try (var out = Files.newOutputStream(zip)) {
      ModelZip.write(earlier.model(), model, out);
    }

    JobSpec later =
        runs.job(
            text("later", "starts-input", "")
                .replace("hidden: 4", "hidden: 4, start: '%s'".formatted(zip)));
    runs.awaitEnd(runs.start(later));

    float[][] expected = new float[1][2];
    try (var predictor = Predictor.create(earlier.model())) {
      predictor.load(40, model);
      predictor.predict(new Row[][] {windows(readings).get(readings.get(0).id())}, 1, expected);
    }
    Prediction first =
        new PredictionJson(later.model().classes())
            .read(streams.read(later.output().predictions()).get(0).value());
    assertThat(first.id()).isEqualTo(readings.get(0).id());
    assertThat(first.modelVersion()).isZero();
    assertThat(first.probabilities()).isEqualTo(expected[0]);
  }

  private static Map<Long, byte[]> models(JobSpec spec) {
    var assembler = new UpdateAssembler(spec.name(), spec.model().fingerprint(), Integer.MAX_VALUE);
    var models = new TreeMap<Long, byte[]>();
    for (var record : streams.read(spec.output().model())) {
      assembler
          .add(
              Streams.text(record.key()),
              record.headers().lastHeader(UpdateWriter.HEADER).value(),
              record.value())
          .ifPresent(update -> models.put(update.version(), update.payload()));
    }
    return models;
  }

  private static Map<String, Row[]> windows(List<Reading> readings) {
    var rows = new HashMap<String, List<Row>>();
    var windows = new HashMap<String, Row[]>();
    for (Reading reading : readings) {
      var ofKey = rows.computeIfAbsent(reading.key(), k -> new ArrayList<>());
      ofKey.add(new Row(new double[] {reading.x()}, new String[0], Double.NaN));
      int from = Math.max(0, ofKey.size() - STEPS);
      windows.put(reading.id(), ofKey.subList(from, ofKey.size()).toArray(Row[]::new));
    }
    return windows;
  }

  @Test
  void rejected_records_keep_their_bytes_and_say_where_they_came_from_and_why() throws Exception {
    streams.create(Topic.of("mixed", 1));
    var good = new Reading("a", "k", 5_000, 1).json();
    var late = new Reading("b", "k", 4_999, 1).json();
    var values =
        List.of(
            good,
            "not json",
            "{\"id\":\"c\",\"key\":\"k\",\"t\":6000,\"label\":\"low\"}",
            "{\"id\":\"d\",\"key\":\"k\",\"t\":6000,\"x\":\"1\",\"label\":\"low\"}",
            "{\"id\":\"e\",\"key\":\"k\",\"t\":6000,\"x\":1e999,\"label\":\"low\"}",
            "{\"id\":\"f\",\"key\":\"k\",\"t\":6000,\"x\":1,\"label\":\"medium\"}",
            "{\"id\":\"%s\",\"key\":\"k\",\"t\":6000,\"x\":1}".formatted("g".repeat(5_000)),
            "{\"x\":".repeat(5_000),
            late);
    streams.write("mixed", List.of(values));
    JobSpec spec = job("mixed-job", "mixed", "delivery: exactly-once");
    runs.awaitEnd(runs.start(spec));

    assertThat(runs.written(spec).predictions()).containsOnlyKeys("a");
    var dead = streams.read(spec.output().deadLetter());
    assertThat(dead)
        .extracting(record -> Streams.text(record.value()))
        .containsExactlyElementsOf(values.subList(1, 8));
    assertThat(dead)
        .extracting(record -> Streams.header(record, "thalweg-offset"))
        .containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(Streams.header(dead.get(1), "thalweg-reason")).contains("'x'");
    assertThat(Streams.header(dead.get(4), "thalweg-reason")).contains("medium");
    assertThat(streams.read(spec.output().late()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(Streams.text(record.value())).isEqualTo(late);
              assertThat(Streams.header(record, "thalweg-topic")).isEqualTo("mixed");
              assertThat(Streams.header(record, "thalweg-reason")).startsWith("late");
            });
  }

  @Test
  void figures_go_to_the_metrics_topic_and_are_those_of_the_answers() throws Exception {
    var readings = readings(640);
    streams.create(Topic.of("figures-input", 1));
    streams.write("figures-input", List.of(readings.stream().map(Reading::json).toList()));
    JobSpec spec = job("figures", "figures-input", "publish-every: 1");
    runs.awaitEnd(runs.start(spec));

    var truth = new HashMap<String, Integer>();
    readings.forEach(reading -> truth.put(reading.id(), reading.x() > 0 ? 1 : 0));
    var json = new PredictionJson(spec.model().classes());
    var predictions = streams.read(spec.output().predictions());
    long right =
        predictions.stream()
            .map(record -> json.read(record.value()))
            .filter(prediction -> truth.get(prediction.id()) == prediction.label())
            .count();
    var metrics = streams.read(spec.output().metrics());
    var last = ProgressJson.read(metrics.get(metrics.size() - 1).value());

    assertThat(last.examples()).isEqualTo(640);
    assertThat(last.modelVersion()).isEqualTo(40);
    assertThat(last.all().accuracy()).isEqualTo(right / 640.0);
    assertThat(last.all().accuracy()).as("it learns").isGreaterThan(0.7);
  }
}
