package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.sequence.Assembled.LabelledExample;
import io.thalweg.jobs.sequence.Assembled.Unlabelled;
import io.thalweg.jobs.sequence.SequenceLearner.Outputs;
import io.thalweg.jobs.sequence.SequenceLearner.Settings;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class SequenceLearnerTest {
  private static final Outputs OUTPUTS =
      new Outputs(
          new OutputTag<>("updates", StreamElement.UPDATE.information(ModelUpdate.class)),
          new OutputTag<>("progress", ElementType.PROGRESS.information(LearningProgress.class)),
          new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class)));
  private static final int BATCH = 8;

  private static ModelSpec model(double rate) {
    return new ModelSpec(
        new Features(List.of("x", "y"), List.of(), true, true),
        List.of("no", "yes"),
        3,
        new Architecture.Recurrent(Cell.LSTM, 4, 1, 0),
        new Learning(Updater.SGD, rate, BATCH, 2, 50, 0, 7));
  }

  private static Settings settings(ModelSpec model, boolean inOrder, boolean delayed, long span) {
    return new Settings("test", model, inOrder, true, delayed, span, 1, 20, 0);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Assembled, Prediction> learner(
      Settings settings) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, Assembled, Prediction>(
            SequenceLearner.factory(settings, OUTPUTS),
            element -> SequenceLearner.KEY,
            Types.STRING,
            1,
            1,
            0);
    harness.setup(new ElementSerializer<>(ElementType.PREDICTION));
    return harness;
  }

  private static Example example(long time, double label, double x, double y) {
    Row[] window = {new Row(new double[] {x, y}, new String[0], Double.NaN)};
    var origin = new Origin("events", 0, time);
    return new Example(origin.toString(), "k", time, label, window, origin, null);
  }

  private static List<Assembled> examples(int count, long seed) {
    var random = new Random(seed);
    var examples = new ArrayList<Assembled>();
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      examples.add(example(i, x > 0 ? 1 : 0, x, random.nextGaussian()));
    }
    return examples;
  }

  private static void process(
      KeyedOneInputStreamOperatorTestHarness<String, Assembled, Prediction> harness,
      Assembled element)
      throws Exception {
    harness.processElement(new StreamRecord<>(element, element.time()));
  }

  private static List<String> texts(List<Prediction> predictions) {
    return predictions.stream()
        .map(p -> p.id() + " v" + p.modelVersion() + " " + Arrays.toString(p.probabilities()))
        .toList();
  }

  private static <T> List<T> side(
      KeyedOneInputStreamOperatorTestHarness<String, Assembled, Prediction> harness,
      OutputTag<T> tag) {
    var values = new ArrayList<T>();
    var records = harness.getSideOutput(tag);
    if (records != null) {
      records.forEach(record -> values.add(record.getValue()));
    }
    return values;
  }

  @Test
  void example_is_answered_by_a_model_that_has_not_learned_from_it() throws Exception {
    try (var harness = learner(settings(model(0.1), true, false, 0))) {
      harness.open();
      for (Assembled example : examples(3 * BATCH, 1)) {
        process(harness, example);
      }
      harness.setProcessingTime(1_000);
      assertThat(harness.extractOutputValues())
          .extracting(Prediction::modelVersion)
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, 3 * BATCH)
                  .mapToObj(i -> (long) (i / BATCH))
                  .toList());
    }
  }

  /** Laws 1 and 2: what shares a forward pass, and where the job is restored, changes nothing. */
  @Test
  void answers_and_model_are_the_same_however_records_are_grouped_and_wherever_it_is_restored()
      throws Exception {
    var examples = examples(100, 2);
    var expected = run(examples, new Random(0), 0);
    for (long seed = 1; seed <= 15; seed++) {
      assertThat(run(examples, new Random(seed), 1)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static List<String> run(List<Assembled> examples, Random random, int restores)
      throws Exception {
    var settings = settings(model(0.1), true, false, 0);
    var results = new ArrayList<String>();
    var models = new ArrayList<String>();
    var harness = learner(settings);
    try {
      harness.open();
      for (int i = 0; i < examples.size(); i++) {
        process(harness, examples.get(i));
        if (restores > 0 && random.nextInt(5) == 0) {
          harness.setProcessingTime(harness.getProcessingTime() + 2);
        }
        if (restores > 0 && random.nextInt(10) == 0) {
          harness.prepareSnapshotPreBarrier(i);
          results.addAll(texts(harness.extractOutputValues()));
          side(harness, OUTPUTS.updates()).forEach(u -> models.add(text(u)));
          var snapshot = harness.snapshot(i, i);
          harness.close();
          harness = learner(settings);
          harness.initializeState(snapshot);
          harness.open();
        }
      }
      harness.setProcessingTime(1_000_000);
      results.addAll(texts(harness.extractOutputValues()));
      side(harness, OUTPUTS.updates()).forEach(u -> models.add(text(u)));
    } finally {
      harness.close();
    }
    assertThat(results).hasSize(examples.size());
    results.addAll(models);
    return results;
  }

  private static String text(ModelUpdate update) {
    return update.version()
        + " "
        + update.publication()
        + " "
        + update.examples()
        + " "
        + update.offsets()
        + " "
        + Arrays.hashCode(update.payload());
  }

  @Test
  void out_of_order_examples_are_taken_in_total_order() throws Exception {
    var examples = examples(40, 3);
    var shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(1));
    try (var one = learner(settings(model(0.1), false, false, 0));
        var other = learner(settings(model(0.1), true, false, 0))) {
      one.open();
      other.open();
      for (int i = 0; i < examples.size(); i++) {
        process(one, shuffled.get(i));
        process(other, examples.get(i));
      }
      one.processWatermark(new Watermark(Long.MAX_VALUE));
      other.processWatermark(new Watermark(Long.MAX_VALUE));
      assertThat(texts(one.extractOutputValues())).isEqualTo(texts(other.extractOutputValues()));
    }
  }

  @Test
  void restore_keeps_what_waits_for_its_order() throws Exception {
    var examples = examples(20, 4);
    var settings = settings(model(0.1), false, false, 0);
    var harness = learner(settings);
    harness.open();
    for (Assembled example : examples) {
      process(harness, example);
    }
    var snapshot = harness.snapshot(1, 1);
    harness.close();
    try (var restored = learner(settings)) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processWatermark(new Watermark(Long.MAX_VALUE));
      assertThat(restored.extractOutputValues())
          .extracting(Prediction::id)
          .containsExactlyElementsOf(examples.stream().map(Assembled::id).toList());
    }
  }

  /** Law 1: a savepoint of two assemblers is gone on from with one, which keeps the order. */
  @Test
  void what_waited_in_a_savepoint_is_merged_with_what_comes_in_order() throws Exception {
    var examples = examples(40, 8);
    var waiting = learner(settings(model(0.1), false, false, 0));
    waiting.open();
    for (int i = 0; i < 20; i += 2) {
      process(waiting, examples.get(i));
    }
    var savepoint = waiting.snapshot(1, 1);
    waiting.close();
    try (var restored = learner(settings(model(0.1), true, false, 0));
        var other = learner(settings(model(0.1), true, false, 0))) {
      restored.initializeState(savepoint);
      restored.open();
      other.open();
      for (int i = 0; i < 40; i++) {
        if (i % 2 == 1 || i >= 20) {
          process(restored, examples.get(i));
        }
        process(other, examples.get(i));
      }
      restored.setProcessingTime(1_000);
      other.setProcessingTime(1_000);
      assertThat(texts(restored.extractOutputValues()))
          .isEqualTo(texts(other.extractOutputValues()));
      assertThat(side(restored, OUTPUTS.late())).isEmpty();
    }
  }

  /** How it learns may change in a model's life: a smaller batch than what waits closes at once. */
  @Test
  void job_goes_on_with_a_smaller_batch() throws Exception {
    var examples = examples(2 * BATCH, 9);
    var settings = settings(model(0.1), true, false, 0);
    var before = learner(settings);
    before.open();
    for (int i = 0; i < BATCH - 1; i++) {
      process(before, examples.get(i));
    }
    before.prepareSnapshotPreBarrier(1);
    var savepoint = before.snapshot(1, 1);
    before.close();
    var half = model(0.1);
    var smaller =
        new ModelSpec(
            half.features(),
            half.classes(),
            half.steps(),
            half.network(),
            new Learning(Updater.SGD, 0.1, BATCH / 2, 2, 50, 0, 7));
    try (var restored = learner(settings(smaller, true, false, 0))) {
      restored.initializeState(savepoint);
      restored.open();
      for (int i = BATCH - 1; i < 2 * BATCH - 1; i++) {
        process(restored, examples.get(i));
      }
      assertThat(side(restored, OUTPUTS.updates()))
          .extracting(ModelUpdate::examples)
          .containsExactly(BATCH - 1L, BATCH + BATCH / 2 - 1L, 2L * BATCH - 1);
    }
  }

  @Test
  void diverging_batch_is_refused_and_the_last_good_model_stays() throws Exception {
    try (var harness = learner(settings(model(0.1), true, false, 0))) {
      harness.open();
      var examples = examples(3 * BATCH, 5);
      examples.set(BATCH + 1, example(BATCH + 1, 1, Double.MAX_VALUE, -Double.MAX_VALUE));
      for (Assembled example : examples) {
        process(harness, example);
      }
      harness.setProcessingTime(1_000);

      assertThat(side(harness, OUTPUTS.updates()))
          .extracting(ModelUpdate::version)
          .containsExactly(1L, 2L);
      var progress = side(harness, OUTPUTS.progress());
      assertThat(progress.get(progress.size() - 1).refused()).isEqualTo(1);
      assertThat(harness.extractOutputValues())
          .filteredOn(p -> p.time() >= 2 * BATCH)
          .extracting(Prediction::modelVersion)
          .containsOnly(1L);
    }
  }

  @Test
  void batch_closes_when_event_time_has_gone_on_by_its_span() throws Exception {
    try (var harness = learner(settings(model(0.1), true, false, 10))) {
      harness.open();
      process(harness, example(0, 1, 1, 1));
      process(harness, example(10, 0, 1, 1));
      process(harness, example(11, 1, 1, 1));
      harness.setProcessingTime(1_000);
      assertThat(side(harness, OUTPUTS.updates()))
          .singleElement()
          .satisfies(update -> assertThat(update.examples()).isEqualTo(2));
      assertThat(harness.extractOutputValues())
          .extracting(Prediction::modelVersion)
          .containsExactly(0L, 0L, 1L);
    }
  }

  @Test
  void delayed_label_is_evaluated_with_the_answer_that_was_given_and_then_learned()
      throws Exception {
    try (var harness = learner(settings(model(0.1), false, true, 0))) {
      harness.open();
      for (int i = 0; i < BATCH; i++) {
        var example = example(i, Target.NONE, 1, 0);
        process(harness, example);
        process(
            harness,
            new LabelledExample(example.id(), "k", 100 + i, 1, example.window(), example.origin()));
      }
      var unlabelled = example(50, Target.NONE, 1, 0);
      process(harness, unlabelled);
      process(harness, new Unlabelled(unlabelled.id(), "k", 200, unlabelled.origin()));
      harness.processWatermark(new Watermark(Long.MAX_VALUE));

      assertThat(harness.extractOutputValues()).hasSize(BATCH + 1);
      assertThat(harness.extractOutputValues())
          .extracting(Prediction::modelVersion)
          .containsOnly(0L);
      assertThat(side(harness, OUTPUTS.progress()))
          .singleElement()
          .satisfies(
              progress -> {
                assertThat(progress.examples()).isEqualTo(BATCH);
                assertThat(progress.modelVersion()).isEqualTo(1);
              });
    }
  }

  @Test
  void model_update_names_the_offsets_and_the_event_time_it_has_learned_from() throws Exception {
    try (var harness = learner(settings(model(0.1), true, false, 0))) {
      harness.open();
      for (Assembled example : examples(BATCH, 6)) {
        process(harness, example);
      }
      assertThat(side(harness, OUTPUTS.updates()))
          .singleElement()
          .satisfies(
              update -> {
                assertThat(update.offsets()).containsEntry("events-0", BATCH - 1L).hasSize(1);
                assertThat(update.eventTime()).isEqualTo(BATCH - 1);
                assertThat(update.fingerprint()).isEqualTo(model(0.1).fingerprint());
                assertThat(update.provenance()).containsKey("seed");
              });
    }
  }

  @Test
  void end_of_the_stream_learns_a_part_of_a_batch_and_publishes_it() throws Exception {
    var settings = new Settings("test", model(0.1), true, true, false, 0, 100, 20, 0);
    try (var harness = learner(settings)) {
      harness.open();
      for (Assembled example : examples(2 * BATCH + 3, 7)) {
        process(harness, example);
      }
      assertThat(side(harness, OUTPUTS.updates())).isEmpty();
      harness.getOneInputOperator().finish();
      assertThat(harness.extractOutputValues()).hasSize(2 * BATCH + 3);
      assertThat(side(harness, OUTPUTS.updates()))
          .extracting(ModelUpdate::version, ModelUpdate::examples, ModelUpdate::offsets)
          .containsExactly(tuple(3L, 2 * BATCH + 3L, Map.of("events-0", 2 * BATCH + 2L)));
      assertThat(side(harness, OUTPUTS.progress()))
          .extracting(LearningProgress::examples)
          .containsExactly(2 * BATCH + 3L);
    }
  }

  @Test
  void end_of_a_stream_without_labels_tells_the_figures_and_publishes_no_model() throws Exception {
    try (var harness = learner(settings(model(0.1), true, false, 0))) {
      harness.open();
      process(harness, example(5, Target.NONE, 1, 2));
      harness.getOneInputOperator().finish();
      assertThat(side(harness, OUTPUTS.updates())).isEmpty();
      assertThat(side(harness, OUTPUTS.progress()))
          .extracting(LearningProgress::examples, LearningProgress::modelVersion)
          .containsExactly(tuple(0L, 0L));
    }
  }

  /** Law 2: a version names what it has learned from, not what waits for the next one. */
  @Test
  void model_names_the_offsets_and_the_time_that_it_has_learned_from_also_after_a_restore()
      throws Exception {
    var settings = new Settings("test", model(0.1), true, true, false, 0, 2, 20, 0);
    var examples = examples(2 * BATCH + 3, 8);
    OperatorSubtaskState snapshot;
    try (var harness = learner(settings)) {
      harness.open();
      for (Assembled example : examples.subList(0, BATCH + 3)) {
        process(harness, example);
      }
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = learner(settings)) {
      harness.initializeState(snapshot);
      harness.open();
      for (Assembled example : examples.subList(BATCH + 3, examples.size())) {
        process(harness, example);
      }
      assertThat(side(harness, OUTPUTS.updates()))
          .extracting(ModelUpdate::version, ModelUpdate::eventTime, ModelUpdate::offsets)
          .containsExactly(tuple(2L, 2 * BATCH - 1L, Map.of("events-0", 2 * BATCH - 1L)));
    }
  }
}
