package io.thalweg.jobs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.jobs.examples.TurbineExample.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
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
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(PipelineOptions.GENERIC_TYPES, false); // Kryo is refused, not fallen back on
    var env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    var results = TurbineExample.learn(env.fromData(readings), parallelism);
    try (var predictions = results.predictions().collectAsync();
        var progress = results.progress().collectAsync();
        var late = results.late().collectAsync()) {
      env.execute();
      assertThat(late).isExhausted();
      return new Outcome(all(predictions), all(progress));
    }
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
