package io.thalweg.models.network;

import static io.thalweg.models.network.Loaded.predict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Row;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Targets;
import io.thalweg.models.random.Generator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Dl4jNetworkTest {
  private static final int STEPS = 5;
  private static final int ROWS = 8;
  private static final Dimensions DIMENSIONS =
      new Dimensions(Windows.INPUTS, STEPS, Loaded.CLASSES);

  static Stream<Architecture> architectures() {
    return Stream.of(
        new Architecture.Recurrent(Cell.LSTM, 6, 1, 0),
        new Architecture.Recurrent(Cell.LSTM, 5, 2, 0.3),
        new Architecture.Recurrent(Cell.SIMPLE_RNN, 6, 1, 0),
        new Architecture.Recurrent(Cell.SIMPLE_RNN, 5, 2, 0.3),
        new Architecture.Recurrent(Cell.GRU, 5, 2, 0.3),
        new Architecture.FeedForward(List.of(12, 8), Activation.RELU, 0.2));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void a_prediction_has_the_same_bits_alone_and_in_company(Architecture architecture) {
    Row[][] windows = Windows.random(6, 7, STEPS);
    try (Network network =
        Loaded.load(
            new Dl4jNetwork(architecture, DIMENSIONS, ROWS),
            Loaded.parameters(architecture, DIMENSIONS))) {
      float[][] together = predict(network, Windows.batch(windows, ROWS, network.steps()));
      for (int i = 0; i < windows.length; i++) {
        Row[][] alone = {windows[i]};
        assertThat(predict(network, Windows.batch(alone, ROWS, network.steps()))[0])
            .isEqualTo(together[i]);
      }
    }
  }

  @Test
  void rows_without_targets_are_refused() {
    Architecture architecture = new Architecture.FeedForward(List.of(4), Activation.RELU, 0);
    Targets none = new Targets.Masked(new Targets.Classes(new int[2]), new boolean[] {true, false});
    try (Network network =
        Loaded.load(
            new Dl4jNetwork(architecture, DIMENSIONS, ROWS),
            Loaded.parameters(architecture, DIMENSIONS))) {
      Batch batch = Windows.batch(Windows.random(6, 2, STEPS), ROWS, network.steps());
      float[] gradient = new float[network.size()];
      float[] once = {1, 1};
      assertThatThrownBy(() -> network.gradient(batch, none, once, new Generator(1), gradient))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 1 without targets found");
    }
  }
}
