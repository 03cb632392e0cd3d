package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Pooling;
import io.thalweg.models.plan.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSpecTest {
  private static final ModelSpec SPEC = Stream.spec(Cell.LSTM, Updater.ADAM, 0.01);

  @Test
  void the_fingerprint_is_the_same_for_the_same_network_however_it_learns() {
    ModelSpec other = Stream.spec(SPEC.network(), new Learning(Updater.SGD, 1, 99, 7, 0, 0, 17));
    assertThat(other.fingerprint()).isEqualTo(SPEC.fingerprint()).matches("[0-9a-f]{64}");
  }

  @Test
  void the_fingerprint_tells_networks_apart() {
    Learning learning = SPEC.learning();
    Learning seeded = new Learning(Updater.ADAM, 0.01, 8, 2, 100, 1, 18);
    assertThat(
            List.of(
                SPEC.fingerprint(),
                Stream.spec(SPEC.network(), seeded).fingerprint(),
                Stream.spec(new Architecture.Recurrent(Cell.LSTM, 9, 2, 0.1), learning)
                    .fingerprint(),
                Stream.spec(new Architecture.Recurrent(Cell.LSTM, 8, 1, 0.1), learning)
                    .fingerprint(),
                Stream.spec(new Architecture.Recurrent(Cell.SIMPLE_RNN, 8, 2, 0.1), learning)
                    .fingerprint(),
                Stream.spec(recurrent(true, Pooling.LAST), learning).fingerprint(),
                Stream.spec(recurrent(false, Pooling.MAX), learning).fingerprint(),
                Stream.spec(recurrent(false, Pooling.MEAN), learning).fingerprint(),
                Stream.spec(
                        new Architecture.Convolutional1d(List.of(8, 4), 3, List.of(2), 0.1, null),
                        learning)
                    .fingerprint(),
                Stream.spec(
                        new Architecture.Convolutional1d(List.of(8), 3, List.of(4, 2), 0.1, null),
                        learning)
                    .fingerprint(),
                Stream.spec(
                        new Architecture.Convolutional1d(List.of(8, 4), 5, List.of(2), 0.1, null),
                        learning)
                    .fingerprint(),
                new ModelSpec(SPEC.features(), List.of("DOWNUP", ""), 6, SPEC.network(), learning)
                    .fingerprint(),
                new ModelSpec(SPEC.features(), SPEC.classes(), 7, SPEC.network(), learning)
                    .fingerprint()))
        .doesNotHaveDuplicates();
  }

  private static Architecture recurrent(boolean bidirectional, Pooling pooling) {
    return new Architecture.Recurrent(Cell.LSTM, 8, 2, 0.1, null, bidirectional, pooling);
  }

  @Test
  void provenance_names_seed_software_and_processor() {
    assertThat(Provenance.of(SPEC))
        .containsEntry("seed", "17")
        .containsEntry("network", "plan")
        .containsEntry("dl4j", System.getProperty("dl4j.version"))
        .containsKeys("java", "onednn", "processor", "thalweg");
  }
}
