package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.features.Row;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Update.Applied;
import io.thalweg.models.learning.Update.Refused;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearnerTest {
  private static final ModelSpec SPEC = Stream.spec(Cell.LSTM, Updater.ADAM, 0.01);
  private static final Stream STREAM = new Stream(1, 500);

  private static void learn(Learner learner, int from, int to) {
    for (int i = from; i < to; i++) {
      learner.add(STREAM.window(i), STREAM.label(i));
      if (learner.full()) {
        learner.learn();
      }
    }
  }

  private static float[][] predict(Learner learner, int from, int count) {
    float[][] probabilities = new float[count][2];
    learner.predict(STREAM.windows(from, count), count, probabilities);
    return probabilities;
  }

  @ParameterizedTest
  @EnumSource(Updater.class)
  void it_learns_and_the_same_calls_give_the_same_bits(Updater updater) {
    double rate = updater == Updater.SGD ? 0.5 : updater == Updater.MOMENTUM ? 0.1 : 0.01;
    ModelSpec spec = Stream.spec(Cell.LSTM, updater, rate);
    try (Learner one = Learner.create(spec);
        Learner other = Learner.create(spec)) {
      learn(one, 0, 400);
      learn(other, 0, 400);
      assertThat(one.core()).isEqualTo(other.core());
      assertThat(one.version()).isEqualTo(50);
      assertThat(one.examples()).isEqualTo(400);
      float[][] probabilities = predict(one, 400, 100);
      long right =
          IntStream.range(0, 100)
              .filter(i -> probabilities[i][1] > 0.5 == (STREAM.label(400 + i) == 1))
              .count();
      assertThat(right).isGreaterThan(85);
    }
  }

  @Test
  void class_that_counts_more_is_answered_more_often() {
    try (Learner even = Learner.create(weighted(List.of()));
        Learner same = Learner.create(weighted(List.of(1.0, 1.0)));
        Learner uneven = Learner.create(weighted(List.of(1.0, 8.0)))) {
      learn(even, 0, 40);
      learn(same, 0, 40);
      learn(uneven, 0, 40);
      assertThat(same.core()).isEqualTo(even.core());
      assertThat(ofClassOne(uneven)).isGreaterThan(ofClassOne(even) + 10);
    }
  }

  private static double ofClassOne(Learner learner) {
    return Arrays.stream(predict(learner, 200, 100)).mapToDouble(row -> row[1]).sum();
  }

  private static ModelSpec weighted(List<Double> weights) {
    Learning given = SPEC.learning();
    return new ModelSpec(
        SPEC.features(),
        SPEC.classes(),
        SPEC.steps(),
        SPEC.network(),
        new Learning(
            given.updater(),
            given.rate(),
            given.schedule(),
            given.weightDecay(),
            given.batch(),
            given.updates(),
            given.rehearsal(),
            weights,
            given.loss(),
            given.steps(),
            given.clipNorm(),
            given.seed()));
  }

  @Test
  void class_weights_that_are_not_one_for_each_class_are_refused() {
    assertThatThrownBy(() -> weighted(List.of(1.0, 2.0, 3.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("3 class weights found, one for each class of");
  }

  @Test
  void restored_at_any_moment_it_goes_on_bit_for_bit() {
    Map<Integer, byte[]> chunks = new HashMap<>();
    Learner original = Learner.create(SPEC);
    Learner restored = Learner.create(SPEC);
    for (int i = 0; i < 150; i++) {
      learn(original, i, i + 1);
      learn(restored, i, i + 1);
      chunks.putAll(restored.takeChangedChunks());
      byte[] core = restored.core();
      restored.close();
      restored = Learner.restore(SPEC, core, chunks.values());
      assertThat(restored.core()).isEqualTo(original.core());
      assertThat(restored.pending()).isEqualTo(original.pending());
      assertThat(restored.model()).isEqualTo(original.model());
    }
    assertThat(predict(restored, 150, 40)).isDeepEqualTo(predict(original, 150, 40));
    original.close();
    restored.close();
  }

  @Test
  void an_update_changes_few_chunks() {
    try (Learner learner = Learner.create(SPEC)) {
      learn(learner, 0, 96);
      assertThat(learner.takeChangedChunks()).containsOnlyKeys(0, 1);
      assertThat(learner.takeChangedChunks()).isEmpty();
      learn(learner, 96, 104);
      assertThat(learner.takeChangedChunks()).containsOnlyKeys(0, 1);
      learn(learner, 104, 112);
      assertThat(learner.takeChangedChunks()).containsOnlyKeys(0);
    }
  }

  @Test
  void predictions_have_the_same_bits_at_every_micro_batch_size() {
    try (Learner learner = Learner.create(SPEC)) {
      learn(learner, 0, 80);
      float[][] expected = predict(learner, 0, 140);
      for (int size = 1; size <= 70; size++) {
        for (int from = 0; from + size <= 140; from += size) {
          float[][] found = predict(learner, from, size);
          for (int i = 0; i < size; i++) {
            assertThat(found[i]).isEqualTo(expected[from + i]);
          }
        }
      }
    }
  }

  @Test
  void predicting_changes_nothing() {
    try (Learner learner = Learner.create(SPEC)) {
      learn(learner, 0, 20);
      byte[] before = learner.core();
      predict(learner, 20, 70);
      assertThat(learner.core()).isEqualTo(before);
    }
  }

  @Test
  void a_published_version_predicts_what_the_learner_predicts() {
    try (Learner learner = Learner.create(SPEC);
        Predictor predictor = Predictor.create(SPEC)) {
      float[][] probabilities = new float[40][2];
      predictor.predict(STREAM.windows(0, 40), 40, probabilities);
      assertThat(probabilities).isDeepEqualTo(predict(learner, 0, 40));
      learn(learner, 0, 83);
      predictor.load(learner.version(), learner.model());
      predictor.predict(STREAM.windows(60, 40), 40, probabilities);
      assertThat(probabilities).isDeepEqualTo(predict(learner, 60, 40));
      assertThat(predictor.version()).isEqualTo(10);
    }
  }

  @Test
  void a_foreign_or_corrupt_version_is_refused_and_the_old_one_stays() {
    ModelSpec foreign = Stream.spec(Cell.SIMPLE_RNN, Updater.ADAM, 0.01);
    try (Learner learner = Learner.create(SPEC);
        Learner other = Learner.create(foreign);
        Predictor predictor = Predictor.create(SPEC)) {
      learn(learner, 0, 8);
      predictor.load(1, learner.model());
      assertThatThrownBy(() -> predictor.load(2, other.model()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "model of another network found: fingerprint " + foreign.fingerprint());
      byte[] torn = Arrays.copyOf(learner.model(), 500);
      assertThatThrownBy(() -> predictor.load(2, torn))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("they end too soon");
      byte[] longer = Arrays.copyOf(learner.model(), learner.model().length + 3);
      assertThatThrownBy(() -> predictor.load(2, longer)).hasMessageContaining("3 bytes too many");
      assertThat(predictor.version()).isEqualTo(1);
      float[][] probabilities = new float[5][2];
      predictor.predict(STREAM.windows(0, 5), 5, probabilities);
      assertThat(probabilities).isDeepEqualTo(predict(learner, 0, 5));
    }
  }

  @Test
  void restoring_refuses_another_network_with_the_remedy() {
    ModelSpec foreign =
        Stream.spec(
            new Architecture.Recurrent(Cell.LSTM, 9, 2, 0.1),
            new Learning(Updater.ADAM, 0.01, 8, 2, 100, 1, 17));
    try (Learner learner = Learner.create(SPEC)) {
      byte[] core = learner.core();
      assertThatThrownBy(() -> Learner.restore(foreign, core, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("to begin anew");
    }
  }

  @Test
  void restoring_refuses_chunks_of_another_moment() {
    try (Learner learner = Learner.create(SPEC)) {
      learn(learner, 0, 64);
      Map<Integer, byte[]> early = learner.takeChangedChunks();
      learn(learner, 64, 128);
      byte[] core = learner.core();
      assertThatThrownBy(() -> Learner.restore(SPEC, core, early.values()))
          .hasMessageContaining("rehearsal chunk");
    }
  }

  @Test
  void how_it_learns_may_change_when_it_is_restored() {
    ModelSpec changed =
        Stream.spec(SPEC.network(), new Learning(Updater.RMSPROP, 0.001, 4, 3, 20, 0, 17));
    try (Learner learner = Learner.create(SPEC)) {
      learn(learner, 0, 150);
      Map<Integer, byte[]> chunks = learner.takeChangedChunks();
      try (Learner restored = Learner.restore(changed, learner.core(), chunks.values())) {
        assertThat(restored.model()).isEqualTo(learner.model());
        assertThat(restored.pending()).isEqualTo(6);
        assertThat(restored.learn()).isInstanceOf(Applied.class);
      }
    }
  }

  @Test
  void a_diverging_batch_is_refused_and_leaves_everything_as_it_was() {
    ModelSpec wild = Stream.spec(SPEC.network(), new Learning(Updater.SGD, 1e30, 8, 2, 100, 0, 17));
    try (Learner learner = Learner.create(wild)) {
      byte[] before = learner.core();
      learn(learner, 0, 7);
      learner.add(STREAM.window(7), STREAM.label(7));
      Update update = learner.learn();
      assertThat(update).isEqualTo(new Refused(0, 8, "parameter not finite"));
      assertThat(learner.core()).isEqualTo(before);
      assertThat(learner.takeChangedChunks()).isEmpty();
    }
  }

  @Test
  void a_refused_batch_in_mid_stream_leaves_no_trace() {
    Row absurd = new Row(new double[] {1e200, -1e200}, new String[] {"new", "new"}, Double.NaN);
    try (Learner learner = Learner.create(SPEC);
        Learner spared = Learner.create(SPEC)) {
      learn(learner, 0, 40);
      learn(spared, 0, 40);
      learner.add(new Row[] {absurd}, 1);
      assertThat(learner.learn())
          .isEqualTo(new Refused(5, 1, "mean or variance of a feature not finite"));
      assertThat(learner.core()).isEqualTo(spared.core());
      learn(learner, 40, 80);
      learn(spared, 40, 80);
      assertThat(learner.core()).isEqualTo(spared.core());
    }
  }

  @Test
  void a_constant_answers_the_same_for_all_and_still_counts() {
    ModelSpec constant = Stream.spec(new Architecture.Constant(), SPEC.learning());
    try (Learner learner = Learner.create(constant)) {
      learn(learner, 0, 16);
      assertThat(learner.version()).isEqualTo(2);
      assertThat(predict(learner, 0, 1)[0]).containsExactly(0.5f, 0.5f);
    }
  }

  @Test
  void misuse_is_an_error() {
    try (Learner learner = Learner.create(SPEC)) {
      assertThatThrownBy(learner::learn).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> learner.add(STREAM.window(0), 2))
          .hasMessageContaining("label 2.0 found");
      for (int i = 0; i < 8; i++) {
        learner.add(STREAM.window(i), 0);
      }
      assertThatThrownBy(() -> learner.add(STREAM.window(9), 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void another_thread_and_another_jvm_without_a_compiler_give_the_same_bits() throws Exception {
    String here = checksum();
    String[] elsewhere = new String[1];
    Thread thread = new Thread(() -> elsewhere[0] = checksum());
    thread.start();
    thread.join();
    assertThat(elsewhere[0]).isEqualTo(here);
    assertThat(interpreted()).isEqualTo(here);
  }

  private static String interpreted() throws IOException, InterruptedException {
    String java = System.getProperty("java.home") + "/bin/java";
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(java, "-Xint", "-cp", classPath, LearnerChecksum.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var reader = process.inputReader()) {
      String line = reader.readLine();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return line;
    }
  }

  private static String checksum() {
    return LearnerChecksum.checksum();
  }
}
