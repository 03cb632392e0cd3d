package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.connectors.replay.EventTime;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.demo.Elec2;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.testing.Streams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example that predicts a number, on real data between the topics of a real broker. */
class ForecastIT {
  private static final int RECORDS = 6_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Streams streams;
  private static Runs runs;

  @BeforeAll
  static void start() throws Exception {
    streams = new Streams();
    runs = new Runs(streams);
    streams.create(Topic.of("demand", 1));
    Replay.of(Elec2.class.getResource("/io/thalweg/jobs/data/elec2.csv.gz"))
        .time(
            new EventTime.Generated(
                "time",
                Instant.parse("1996-05-06T14:00:00Z"),
                Duration.ofMinutes(30),
                TimeFormat.MILLIS))
        .limit(RECORDS)
        .into(KafkaSettings.of(streams.brokers()), "demand");
    streams.write("demand", List.of(List.of("{\"time\":1,\"period\":0,\"nswdemand\":\"much\"}")));
  }

  @AfterAll
  static void stop() throws Exception {
    runs.close();
    streams.close();
  }

  /**
   * @param learning one more key of the section
   */
  private static JobSpec job(String name, String learning) throws Exception {
    String example = Files.readString(Path.of("../examples/forecast.yaml"));
    return runs.job(
        example
            .replace("name: demand", "name: " + name)
            .replace("learning:", "learning:\n  " + learning)
            .replace("10s", "100ms"));
  }

  @Test
  void demand_is_forecast_better_than_by_no_change_and_the_figures_are_those_of_the_topics()
      throws Exception {
    JobSpec spec = job("forecast", "steps: newest");
    runs.awaitEnd(runs.start(spec));

    LearningProgress last = progress(spec);
    assertThat(last.examples()).isEqualTo(RECORDS);
    assertThat(last.all().get("skill")).isGreaterThan(0.2);
    assertThat(last.all().get("mean_absolute_error"))
        .isLessThan(0.8 * last.all().get("no_change_mean_absolute_error"))
        .isCloseTo(meanAbsoluteError(spec), within(1e-9));
    assertThat(streams.read(spec.output().deadLetter())).hasSize(1);
  }

  /** y = 3 x + 2; every tenth reading gets no truth. */
  @Test
  void numbers_come_on_a_topic_of_their_own_and_a_fleet_answers() throws Exception {
    var readings = new ArrayList<String>();
    var truths = new ArrayList<String>();
    for (int i = 0; i < 2_000; i++) {
      double x = Math.sin(i / 7.0) + i % 5;
      readings.add("{\"id\":\"r%d\",\"t\":%d,\"x\":%s}".formatted(i, i * 1_000L, x));
      if (i % 10 > 0) {
        truths.add("{\"of\":\"r%d\",\"t\":%d,\"y\":%s}".formatted(i, i * 1_000L + 500, 3 * x + 2));
      }
    }
    streams.create(Topic.of("readings", 1), Topic.of("truths", 1));
    streams.write("readings", List.of(readings));
    streams.write("truths", List.of(truths));
    JobSpec spec =
        runs.job(
            """
            name: readings
            input: {topic: readings, event-time: t, id: id}
            features: {numeric: [x]}
            label: {topic: truths, id: of, time: t, field: y, type: number, wait: 10s, idle-timeout: 0s}
            network: {type: feed-forward, hidden: 8, activation: tanh}
            learning: {rate: 0.02, batch: 20, updates: 2, rehearsal: 200}
            serving: fleet
            evaluation-window: 200
            """);
    runs.awaitEnd(runs.start(spec));

    assertThat(values(spec)).hasSize(2_000).containsKey("r1990").doesNotContainValue(null);
    LearningProgress last = progress(spec);
    assertThat(last.examples()).isEqualTo(truths.size());
    assertThat(last.window().get("mean_absolute_error")).isLessThan(0.5);
    assertThat(last.window().get("no_change_mean_absolute_error")).isGreaterThan(2);
  }

  @Test
  void killed_again_and_again_it_learns_all_steps_to_the_same_bits() throws Exception {
    JobSpec through = job("through", "steps: all");
    JobSpec killed = job("killed", "steps: all");
    runs.awaitEnd(runs.start(through));
    JobID job = runs.start(killed);
    for (long version : new long[] {20, 70, 120}) {
      runs.awaitVersion(job, version);
      runs.takeCheckpoint(job);
      runs.killTaskManager();
    }
    runs.awaitEnd(job);

    assertThat(checksums(killed)).isEqualTo(checksums(through)).isNotEmpty();
    assertThat(progress(killed).all()).isEqualTo(progress(through).all());
    assertThat(values(killed)).isEqualTo(values(through)).hasSize(RECORDS);
  }

  private static Map<Long, String> checksums(JobSpec spec) {
    Map<Long, String> checksums = new HashMap<>();
    for (ModelUpdate model : runs.written(spec).models()) {
      String before = checksums.put(model.version(), model.checksum());
      assertThat(before).isIn(null, model.checksum());
    }
    return checksums;
  }

  private static LearningProgress progress(JobSpec spec) {
    var records = streams.read(spec.output().metrics());
    return ProgressJson.read(records.get(records.size() - 1).value());
  }

  /** By id; an answer that was given twice is the same twice. */
  private static Map<String, Float> values(JobSpec spec) {
    var json = new PredictionJson(List.of());
    Map<String, Float> values = new HashMap<>();
    for (var record : streams.read(spec.output().predictions())) {
      var prediction = json.read(record.value());
      Float before = values.put(prediction.id(), prediction.value());
      assertThat(before).isIn(null, prediction.value());
    }
    return values;
  }

  private static double meanAbsoluteError(JobSpec spec) throws Exception {
    Map<String, Float> values = values(spec);
    double sum = 0;
    for (var record : streams.read("demand")) {
      JsonNode event = JSON.readTree(record.value());
      Float value = values.get("demand-0-" + record.offset());
      sum += value == null ? 0 : Math.abs(value - event.get("nswdemand").asDouble());
    }
    return sum / values.size();
  }
}
