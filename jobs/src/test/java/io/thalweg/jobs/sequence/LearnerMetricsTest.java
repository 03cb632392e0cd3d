package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.predictions.LearningProgress;
import java.util.ArrayList;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LearnerMetricsTest {
  /** Reporters have threads of their own, and may come in the middle of a start. */
  @Test
  void gauges_can_be_read_as_soon_as_they_are_registered() {
    LearningProgress start = Ledger.create(2, 10, 0).progress("model", 7);
    var asked = new ArrayList<Object>();
    var group =
        new UnregisteredMetricsGroup() {
          @Override
          public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
            asked.add(gauge.getValue());
            return gauge;
          }
        };

    new LearnerMetrics(group, () -> 1, () -> 2, start, 3);

    assertThat(asked).contains(7L, 3L, 1, 2L);
  }
}
