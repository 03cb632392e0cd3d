package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learner;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class FleetPredictorTest {
  private static final ModelSpec MODEL =
      new ModelSpec(
          new Features(List.of("x"), List.of(), false, true),
          List.of("no", "yes"),
          2,
          new Architecture.Recurrent(Cell.LSTM, 3, 1, 0),
          new Learning(Updater.SGD, 0.1, 2, 1, 0, 0, 7));
  private static final Row[] WINDOW = {new Row(new double[] {0.5}, new String[0], Double.NaN)};

  /** Flink's harness for two inputs takes no factories. */
  private static final class Fleet extends AbstractStreamOperatorTestHarness<Prediction> {
    Fleet() throws Exception {
      super(FleetPredictor.factory(MODEL), 1, 1, 0);
      setup(new ElementSerializer<>(ElementType.PREDICTION));
    }

    void example(long offset) throws Exception {
      ((FleetPredictor) getOperator()).processElement1(FleetPredictorTest.example(offset));
    }

    void update(long version, byte[] payload) throws Exception {
      ((FleetPredictor) getOperator())
          .processElement2(new StreamRecord<>(FleetPredictorTest.update(version, payload)));
    }
  }

  private static StreamRecord<Assembled> example(long offset) {
    var origin = new Origin("events", 0, offset);
    return new StreamRecord<>(
        new Example(origin.toString(), "k", offset, Target.NONE, WINDOW, origin, null), offset);
  }

  private static ModelUpdate update(long version, byte[] payload) {
    return new ModelUpdate(
        "m", version, version, 0, 0, new TreeMap<>(), "f", new TreeMap<>(), payload);
  }

  /** A learner's answer to the window and its model, after one update. */
  private static byte[] learned(float[][] answer) {
    try (var learner = Learner.create(MODEL)) {
      learner.add(WINDOW, 1);
      learner.add(WINDOW, 1);
      learner.learn();
      learner.predict(new Row[][] {WINDOW}, 1, answer);
      return learner.model();
    }
  }

  @Test
  void answers_with_the_newest_version_and_as_the_learner_would() throws Exception {
    float[][] expected = new float[1][2];
    byte[] payload = learned(expected);
    try (var fleet = new Fleet()) {
      fleet.open();
      fleet.example(0);
      fleet.update(1, payload);
      fleet.example(1);
      fleet.setProcessingTime(10);

      var answers = fleet.extractOutputValues();
      assertThat(answers).extracting(Prediction::modelVersion).containsExactly(0L, 1L);
      assertThat(answers.get(1).probabilities()).isEqualTo(expected[0]);
      assertThat(answers.get(0).probabilities()).isNotEqualTo(expected[0]);
    }
  }

  @Test
  void newest_version_survives_a_restore() throws Exception {
    float[][] expected = new float[1][2];
    byte[] payload = learned(expected);
    var fleet = new Fleet();
    fleet.open();
    fleet.update(1, payload);
    var snapshot = fleet.snapshot(1, 1);
    fleet.close();
    try (var restored = new Fleet()) {
      restored.initializeState(snapshot);
      restored.open();
      restored.example(0);
      restored.setProcessingTime(10);
      assertThat(restored.extractOutputValues().get(0).modelVersion()).isEqualTo(1);
      assertThat(restored.extractOutputValues().get(0).probabilities()).isEqualTo(expected[0]);
    }
  }

  @Test
  void corrupt_version_is_refused_and_the_old_one_answers() throws Exception {
    float[][] expected = new float[1][2];
    byte[] payload = learned(expected);
    byte[] corrupt = payload.clone();
    corrupt[0] ^= 1;
    try (var fleet = new Fleet()) {
      fleet.open();
      fleet.update(1, payload);
      fleet.update(2, corrupt);
      fleet.example(0);
      fleet.setProcessingTime(10);
      assertThat(fleet.extractOutputValues().get(0).modelVersion()).isEqualTo(1);
    }
  }
}
