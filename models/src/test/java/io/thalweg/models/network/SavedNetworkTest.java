package io.thalweg.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.activations.Activation.SOFTMAX;
import static org.nd4j.linalg.activations.Activation.TANH;

import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.Embedding;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Cell;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class SavedNetworkTest {
  static List<Arguments> networks() {
    return List.of(
        Arguments.of(new FeedForward(List.of(7, 5), Activation.TANH, 0.2), new Dimensions(4, 1, 3)),
        Arguments.of(new FeedForward(List.of(), Activation.RELU, 0), new Dimensions(4, 1, 3)),
        Arguments.of(new Recurrent(Cell.GRU, 6, 3, 0.1), new Dimensions(4, 9, 3)),
        Arguments.of(
            new Recurrent(Cell.LSTM, 6, 1, 0, new Embedding(50, 4)), new Dimensions(1, 9, 3)),
        Arguments.of(
            new Recurrent(Cell.LSTM, 6, 2, 0.1, null, true, Pooling.MAX), new Dimensions(4, 9, 3)),
        Arguments.of(
            new Convolutional1d(List.of(6, 5), 3, List.of(4), 0.1, new Embedding(50, 4)),
            new Dimensions(1, 9, 3)),
        Arguments.of(
            new Convolutional(14, 12, 2, List.of(4, 5), List.of(8), 0.3),
            new Dimensions(14 * 12 * 2, 1, 3)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void each_network_is_known_again(Architecture architecture, Dimensions dimensions) {
    byte[] saved = saved(architecture, dimensions);

    assertThatCode(() -> SavedNetwork.requireSame(saved, architecture, dimensions))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                SavedNetwork.requireSame(
                    saved, architecture, new Dimensions(dimensions.inputs(), 1, 4)))
        .hasMessageMatching("layer \\d .*: softmax (\\d+) → 3 found, softmax \\1 → 4 expected");
  }

  @Test
  void activations_and_numbers_of_layers_are_compared_too() {
    Dimensions dimensions = new Dimensions(4, 1, 3);
    byte[] saved = saved(new FeedForward(List.of(7), Activation.TANH, 0), dimensions);

    assertThatThrownBy(
            () ->
                SavedNetwork.requireSame(
                    saved, new FeedForward(List.of(7), Activation.RELU, 0), dimensions))
        .hasMessageContaining("dense 4 → 7, tanh found, dense 4 → 7, relu expected");
    assertThatThrownBy(
            () ->
                SavedNetwork.requireSame(
                    saved, new FeedForward(List.of(7, 7), Activation.TANH, 0), dimensions))
        .hasMessageContaining("layer 1")
        .hasMessageContaining("softmax 7 → 3 found, dense 7 → 7, tanh expected");
  }

  @Test
  void directions_pools_and_kernels_are_compared_too() {
    Recurrent both = new Recurrent(Cell.LSTM, 6, 1, 0, null, true, Pooling.MAX);
    differs(
        both,
        new Recurrent(Cell.LSTM, 6, 1, 0, null, false, Pooling.MAX),
        "bidirectional lstm 4 → 2 × 6 found, lstm 4 → 6 expected");
    differs(
        both,
        new Recurrent(Cell.LSTM, 6, 1, 0, null, true, Pooling.MEAN),
        "max of the steps found, mean of the steps expected");
    differs(
        new Convolutional1d(List.of(6), 3, List.of(4), 0, null),
        new Convolutional1d(List.of(6), 5, List.of(4), 0, null),
        "convolution of 3 steps, same, 4 → 6, relu found,"
            + " convolution of 5 steps, same, 4 → 6, relu expected");
  }

  /** Keras's way, in which DL4J imports it: it predicts so, and cannot learn so. */
  @Test
  void a_bidirectional_network_from_elsewhere_ends_with_each_directions_last_step() {
    var elsewhere =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new Bidirectional(
                    new LastTimeStep(new LSTM.Builder().nIn(4).nOut(6).activation(TANH).build())))
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(12)
                    .nOut(3)
                    .activation(SOFTMAX)
                    .build())
            .build();
    byte[] saved = elsewhere.toJson().getBytes(StandardCharsets.UTF_8);
    assertThatCode(
            () ->
                SavedNetwork.requireSame(
                    saved,
                    new Recurrent(Cell.LSTM, 6, 1, 0, null, true, Pooling.LAST),
                    new Dimensions(4, 9, 3)))
        .doesNotThrowAnyException();
  }

  private static void differs(Architecture found, Architecture expected, String message) {
    Dimensions dimensions = new Dimensions(4, 9, 3);
    byte[] saved = saved(found, dimensions);
    assertThatThrownBy(() -> SavedNetwork.requireSame(saved, expected, dimensions))
        .hasMessageContaining(message);
  }

  private static byte[] saved(Architecture architecture, Dimensions dimensions) {
    double dropout = Dl4jModels.dropout(architecture);
    IDropout dropped = dropout == 0 ? null : new Dropout(1 - dropout);
    List<IDropout> dropouts = Collections.nCopies(Dl4jModels.units(architecture).size(), dropped);
    return Dl4jModels.configuration(architecture, dimensions, DataType.FLOAT, dropouts)
        .toJson()
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void numbers_are_read_as_nd4j_wrote_them() throws IOException {
    float[] numbers = {1, -2.5f, Float.MIN_VALUE, 3e8f, 0};
    byte[] row = written(Nd4j.createFromArray(numbers).reshape(1, 5));

    assertThat(SavedNetwork.parameters(row, 5)).containsExactly(numbers);
    assertThat(SavedNetwork.parameters(written(Nd4j.createFromArray(numbers)), 5))
        .containsExactly(numbers);
  }

  @Test
  void other_numbers_are_refused() throws IOException {
    byte[] row = written(Nd4j.createFromArray(1f, 2f, 3f).reshape(1, 3));

    assertThatThrownBy(() -> SavedNetwork.parameters(row, 4))
        .hasMessage("coefficients.bin: 3 numbers found, 4 expected");
    assertThatThrownBy(() -> SavedNetwork.parameters(Arrays.copyOf(row, row.length - 1), 3))
        .hasMessage("coefficients.bin: an array that ends too soon found, 3 numbers expected");
    assertThatThrownBy(() -> SavedNetwork.parameters(written(Nd4j.createFromArray(1.0, 2.0)), 2))
        .hasMessage("coefficients.bin: numbers of type DOUBLE found, FLOAT expected");
    assertThatThrownBy(() -> SavedNetwork.parameters(new byte[] {0, 3, 'a', 'b', 'c'}, 3))
        .hasMessageContaining("an array of another kind or of an older DL4J found");
  }

  private static byte[] written(INDArray array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(array, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
