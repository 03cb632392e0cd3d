package io.thalweg.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.predictions.Prediction;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally(1);

  @Test
  void accuracy_is_the_share_of_labelled_events_that_were_predicted_right() {
    event(0, 1, 1_000);
    event(1, 0, 1_000);
    event(2, 1, 1_000);
    event(3, -1, 1_000);
    predict(0, 1, 1_010);
    predict(1, 1, 1_010);
    predict(2, 1, 1_010);
    predict(3, 1, 1_010);

    assertThat(tally.accuracy()).hasValueCloseTo(2.0 / 3, within(1e-12));
    assertThat(tally.labelled()).isEqualTo(3);
    assertThat(tally.predicted()).isEqualTo(4);
  }

  @Test
  void a_prediction_may_be_read_before_its_event() {
    predict(0, 1, 1_007);
    assertThat(tally.accuracy()).isEmpty();

    event(0, 1, 1_000);

    assertThat(tally.accuracy()).hasValue(1);
  }

  @Test
  void latency_is_from_append_to_append_whichever_is_read_first() {
    predict(1_000, 1, 1_000);
    for (int i = 0; i < 50; i++) {
      event(i, 1, 1_000);
      predict(i, 1, 1_000 + i);
    }
    for (int i = 50; i < 100; i++) {
      predict(i, 1, 1_000 + i);
      event(i, 1, 1_000);
    }

    assertThat(tally.latencyMillis(50)).isEqualTo(49);
    assertThat(tally.latencyMillis(99)).isEqualTo(98);
  }

  @Test
  void events_that_waited_for_the_job_to_start_do_not_count_as_slow() {
    event(0, 1, 1_000);
    event(1, 1, 1_500);
    predict(0, 1, 5_000);
    predict(1, 1, 5_001);
    assertThat(tally.latencyMillis(99)).isNaN();

    event(2, 1, 5_000);
    predict(2, 1, 5_003);

    assertThat(tally.latencyMillis(99)).isEqualTo(3);
  }

  @Test
  void clocks_that_disagree_give_no_negative_latency() {
    predict(0, 1, 990);
    event(0, 1, 1_000);

    assertThat(tally.latencyMillis(99)).isZero();
  }

  @Test
  void the_rate_is_that_of_the_last_seconds() {
    assertThat(tally.recordsPerSecond(0)).isZero();
    for (int i = 0; i < 1_000; i++) {
      predict(i, 1, 1_000);
    }
    assertThat(tally.recordsPerSecond(1_000_000_000L)).isEqualTo(1_000);

    assertThat(tally.recordsPerSecond(20_000_000_000L)).isLessThan(60);
    assertThat(tally.recordsPerSecond(40_000_000_000L)).isZero();
  }

  @Test
  void the_first_prediction_is_remembered() {
    assertThat(tally.firstPrediction()).isEmpty();
    predict(0, 1, 1_000);
    predict(1, 1, 2_000);

    assertThat(tally.firstPrediction()).hasValue(1_001);
  }

  @Test
  void rejected_records_are_answered_too() {
    tally.rejected();
    predict(0, 1, 1_000);

    assertThat(tally.answered()).isEqualTo(2);
    assertThat(tally.predicted()).isEqualTo(1);
  }

  @Test
  void f1_is_that_of_the_class_asked_for_over_all_and_over_the_newest() {
    // 1,500 hits, 500 misses; then 2,000 without the class, of which 250 are taken for it
    for (int i = 0; i < 4_000; i++) {
      event(i, i < 2_000 ? 1 : 0, 1_000);
      predict(i, i < 1_500 || (i >= 2_000 && i < 2_250) ? 1 : 0, 1_000);
    }

    assertThat(tally.f1().all()).isCloseTo(2.0 * 1_500 / (2_000 + 1_750), within(1e-12));
    assertThat(tally.f1().newest()).isZero();
    assertThat(new Tally(-1).f1().all()).isNaN();
  }

  @Test
  void test_accuracy_is_of_events_that_are_not_to_be_learned() {
    assertThat(tally.testAccuracy()).isNaN();
    event(0, -1, 1, 1_000);
    event(1, -1, 0, 1_000);
    event(2, -1, -1, 1_000);
    event(3, 1, -1, 1_000);
    for (int i = 0; i < 4; i++) {
      predict(i, 1, 1_000);
    }

    assertThat(tally.testAccuracy()).isEqualTo(0.5);
  }

  private void event(long offset, int label, long appended) {
    event(offset, label, -1, appended);
  }

  private void event(long offset, int label, int truth, long appended) {
    Origin origin = new Origin("t", 0, offset);
    tally.event(
        new Event(
            origin.toString(),
            "",
            0,
            new double[0],
            new String[0],
            label,
            origin,
            new RawRecord(origin, appended, null, null)),
        truth);
  }

  private void predict(long offset, int label, long appended) {
    tally.prediction(
        new Prediction("t-0-" + offset, "", 0, label, new float[] {0.5f, 0.5f}, 1, 0.1),
        appended,
        appended + 1);
  }
}
