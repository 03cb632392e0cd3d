package io.thalweg.jobs.sequence;

import static io.thalweg.jobs.sequence.Samples.event;
import static io.thalweg.jobs.sequence.Samples.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.models.features.Features;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class SequenceLearningTest {
  private static void refused(Consumer<SequenceLearning> setting, String message) {
    var learning = SequenceLearning.of("test", null);
    assertThatThrownBy(() -> setting.accept(learning))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void labels_are_checked_once_however_often_the_learner_is_put_behind_a_stream() {
    var env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    var events =
        env.fromCollection(List.<Event>of(event("k", 1, 0, 0, -1)), SequenceLearning.eventType());
    var labels =
        env.fromCollection(List.<LabelEvent>of(label("a", 1, 0, 0)), SequenceLearning.labelType());
    var model =
        new ModelSpec(
            new Features(List.of("x"), List.of(), true, false),
            List.of("no", "yes"),
            1,
            new Architecture.Constant(),
            new Learning(Updater.SGD, 0.1, 8, 1, 0, 0, 7));
    var learning = SequenceLearning.of("test", model).labels(labels, Duration.ofMinutes(1));
    learning.on(events).predictions().sinkTo(new DiscardingSink<>());
    learning.on(events).predictions().sinkTo(new DiscardingSink<>());

    assertThat(behindOneAnother(env)).isFalse();
  }

  private static boolean behindOneAnother(StreamExecutionEnvironment env) {
    return env.getTransformations().stream()
        .flatMap(t -> t.getTransitivePredecessors().stream())
        .filter(t -> t.getName().equals("fit check"))
        .flatMap(t -> t.getTransitivePredecessors().stream().filter(before -> before != t))
        .anyMatch(t -> t.getName().equals("fit check"));
  }

  /** What would only fail, or lose sequences, when the job runs. */
  @Test
  void settings_that_cannot_work_are_refused_at_once() {
    assertThatThrownBy(() -> SequenceLearning.of("my model", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("name: my model found");
    refused(learning -> learning.parallelism(0), "parallelism: 0 found, 1 to 128 expected");
    refused(learning -> learning.maxKeysOnHeap(0), "keys on the heap: 0 found");
    refused(learning -> learning.publishEvery(0), "updates between publications: 0 found");
    refused(learning -> learning.evaluationWindow(0), "evaluation window: 0 found");
    refused(learning -> learning.timeToLive(Duration.ZERO), "time to live: PT0S found");
    refused(
        learning -> learning.timeToLive(Duration.ofSeconds(Long.MAX_VALUE)), "time to live: PT");
    refused(learning -> learning.batchSpan(Duration.ofMillis(-1)), "span of a batch: PT-0.001S");
    refused(learning -> learning.labels(null, Duration.ofMillis(-1)), "wait for labels: PT-0.001S");
  }
}
