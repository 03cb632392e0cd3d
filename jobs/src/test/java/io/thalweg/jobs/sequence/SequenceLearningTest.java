package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SequenceLearningTest {
  private static void refused(Consumer<SequenceLearning> setting, String message) {
    var learning = SequenceLearning.of("test", null);
    assertThatThrownBy(() -> setting.accept(learning))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
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
