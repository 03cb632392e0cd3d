package io.thalweg.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.jobs.examples.TurbineExample.Reading;
import io.thalweg.jobs.sequence.SequenceLearning;
import io.thalweg.jobs.stream.Rejected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library as its users have it: {@link TurbineExample} in a local Flink runtime. */
class SequenceLearningIT {
  private static final List<Reading> READINGS = TurbineExample.readings(500);

  private record Outcome(List<Prediction> predictions, List<LearningProgress> progress) {
    /** All of the predictions but how long they took, in the order in which they came. */
    List<String> answers() {
      return predictions.stream()
          .map(p -> p.id() + " v" + p.modelVersion() + " " + Arrays.toString(p.probabilities()))
          .toList();
    }

    LearningProgress last() {
      return progress.get(progress.size() - 1);
    }
  }

  private static Outcome run(List<Reading> readings, int parallelism) throws Exception {
    var env = environment(parallelism);
    var results = TurbineExample.learn(env.fromData(readings), parallelism);
    try (var predictions = results.predictions().collectAsync();
        var progress = results.progress().collectAsync();
        var late = results.late().collectAsync()) {
      env.execute();
      assertThat(late).isExhausted();
      return new Outcome(all(predictions), all(progress));
    }
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(PipelineOptions.GENERIC_TYPES, false); // Kryo is refused, not fallen back on
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
  }

  private static <T> List<T> all(CloseableIterator<T> stream) {
    var elements = new ArrayList<T>();
    stream.forEachRemaining(elements::add);
    return elements;
  }

  /** Another order of arrival, in which no reading is behind by more than is allowed. */
  private static List<Reading> shuffled(List<Reading> readings) {
    var random = new Random(11);
    var order = new ArrayList<Reading>();
    int block = 8 * (int) TurbineExample.DISORDER.toSeconds();
    for (int start = 0; start < readings.size(); start += block) {
      var some = new ArrayList<>(readings.subList(start, Math.min(start + block, readings.size())));
      Collections.shuffle(some, random);
      order.addAll(some);
    }
    return order;
  }

  @Test
  void learner_answers_every_event_once_and_learns_to_tell_the_classes_apart() throws Exception {
    Outcome outcome = run(READINGS, 1);

    assertThat(outcome.predictions().stream().map(Prediction::id))
        .containsExactlyInAnyOrderElementsOf(READINGS.stream().map(Reading::id).toList());
    assertThat(outcome.predictions()).extracting(Prediction::time).isSorted();
    LearningProgress last = outcome.last();
    assertThat(last.examples()).isEqualTo(READINGS.size());
    assertThat(last.modelVersion()).isEqualTo(READINGS.size() / 16);
    // One reading alone gives 76 %: two features, half a standard deviation to either side.
    assertThat(last.window().accuracy()).isGreaterThan(0.82);
    assertThat(last.all().accuracy()).isGreaterThan(0.75);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void result_does_not_depend_on_parallelism_nor_on_the_order_of_arrival(int parallelism)
      throws Exception {
    Outcome expected = run(READINGS, 1);
    Outcome outcome = run(shuffled(READINGS), parallelism);

    assertThat(outcome.answers()).isEqualTo(expected.answers());
    assertThat(outcome.progress()).isEqualTo(expected.progress());
  }

  /** The model of the example has two numbers, no category and two classes. */
  private static final List<Event> MISFITS =
      List.of(
          event("label", 2, 1.0, 2.0),
          event("label", -2, 1.0, 2.0),
          event("short", 0, 1.0),
          event("nan", 0, Double.NaN, 2.0),
          event("huge", 1, 1.0, -1e39),
          Event.of("category", "k", 0, new double[] {1, 2}, new String[] {"x"}, 0));

  private static Event event(String id, int label, double... numeric) {
    return Event.of(id, "k", 7_000, numeric, label);
  }

  @Test
  void events_and_labels_that_the_model_cannot_take_are_rejected_and_change_nothing()
      throws Exception {
    var fitting =
        IntStream.range(0, 200)
            .mapToObj(
                i -> Event.of("e" + i, "k", 100L * i, new double[] {i % 5, i % 3}, Double.NaN))
            .toList();
    var labels =
        IntStream.range(0, 200)
            .mapToObj(i -> new LabelEvent("e" + i, 100L * i, i % 2, Origin.NONE, null))
            .toList();
    var noLabels = List.of(new LabelEvent("e1", 200, 2, Origin.NONE, null));

    Labelled expected = run(fitting, labels);
    Labelled outcome =
        run(
            Stream.concat(MISFITS.stream(), fitting.stream()).toList(),
            Stream.concat(noLabels.stream(), labels.stream()).toList());

    assertThat(expected.rejected()).isEmpty();
    assertThat(outcome.outcome().answers()).isEqualTo(expected.outcome().answers());
    assertThat(outcome.outcome().progress()).isEqualTo(expected.outcome().progress());
    assertThat(outcome.rejected())
        .containsExactlyInAnyOrder(
            "event 'label': label 2.0 found, the index of a class, 0 to 1 expected",
            "event 'label': label -2.0 found, the index of a class, 0 to 1 expected",
            "event 'short': [1.0] found, 2 numbers expected",
            "event 'nan': NaN found, finite numbers within ±3.4e38 expected",
            "event 'huge': -1.0E39 found, finite numbers within ±3.4e38 expected",
            "event 'category': [x] found, 0 categories expected",
            "label of event 'e1': label 2.0 found, the index of a class, 0 to 1 expected");
  }

  private record Labelled(Outcome outcome, List<String> rejected) {}

  private static Labelled run(List<Event> events, List<LabelEvent> labels) throws Exception {
    var env = environment(1);
    var labelStream =
        env.fromData(labels, SequenceLearning.labelType())
            .assignTimestampsAndWatermarks(watermarks((label, before) -> label.time()));
    var eventStream =
        env.fromData(events, SequenceLearning.eventType())
            .assignTimestampsAndWatermarks(watermarks((event, before) -> event.time()));
    var results =
        SequenceLearning.of("fit", TurbineExample.model())
            .labels(labelStream, Duration.ofSeconds(5))
            .on(eventStream);
    try (var predictions = results.predictions().collectAsync();
        var progress = results.progress().collectAsync();
        var rejected = results.rejected().collectAsync()) {
      env.execute();
      return new Labelled(
          new Outcome(all(predictions), all(progress)),
          all(rejected).stream().map(Rejected::reason).toList());
    }
  }

  private static <T> WatermarkStrategy<T> watermarks(SerializableTimestampAssigner<T> time) {
    return WatermarkStrategy.<T>forBoundedOutOfOrderness(Duration.ofMinutes(1))
        .withTimestampAssigner(time);
  }

  @Test
  void guide_shows_the_example_as_it_is() throws Exception {
    var source =
        Path.of("src", "test", "java", "io", "thalweg", "jobs", "examples", "TurbineExample.java");
    var guide = Files.readString(Path.of("..", "docs", "library.md"));
    var marked =
        Pattern.compile("  // docs: shown\n(.*?)  // docs: end\n", Pattern.DOTALL)
            .matcher(Files.readString(source))
            .results()
            .map(region -> region.group(1).stripTrailing().stripIndent())
            .toList();

    assertThat(marked).hasSize(4);
    assertThat(marked).allSatisfy(code -> assertThat(guide).contains("```java\n" + code + "\n```"));
  }
}
