package io.thalweg.models.bidirectional;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.gru.GRU;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class MaskedBidirectionalTest {
  private static final int INPUTS = 2;
  private static final int UNITS = 2;
  private static final int STEPS = 3;
  private static final INDArray LABELS =
      Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 1}});

  private static final DataType BEFORE = Nd4j.dataType();

  /** DL4J's check wants it for the whole process. */
  @BeforeAll
  static void in_double() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void as_before() {
    Nd4j.setDefaultDataTypes(BEFORE, BEFORE);
  }

  private static <T extends BaseRecurrentLayer.Builder<T>> T set(T cell) {
    return cell.activation(Activation.TANH)
        .weightInit(new NormalDistribution(0, 0.7))
        .biasInit(0.2)
        .updater(new NoOp());
  }

  static Stream<Layer> cells() {
    return Stream.of(
        set(new LSTM.Builder()).nOut(UNITS).build(),
        set(new SimpleRnn.Builder()).nOut(UNITS).build(),
        set(new GRU.Builder()).nOut(UNITS).build());
  }

  private static Layer sized(Layer cell, int inputs) {
    BaseRecurrentLayer sized = (BaseRecurrentLayer) cell.clone();
    sized.setNIn(inputs);
    return sized;
  }

  private static MultiLayerNetwork network(Layer... layers) {
    ListBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .updater(new NoOp())
            .seed(1)
            .list();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    builder.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(2 * UNITS)
            .nOut(2)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
    network.init();
    return network;
  }

  private static MultiLayerNetwork stack(Layer cell) {
    return network(
        new MaskedBidirectional(sized(cell, INPUTS)),
        new LastTimeStep(new MaskedBidirectional(sized(cell, 2 * UNITS))));
  }

  private static MultiLayerNetwork last(Layer cell) {
    return network(new MaskedBidirectional(sized(cell, INPUTS), true));
  }

  private static INDArray input() {
    double[] numbers = new Random(7).doubles(3L * INPUTS * STEPS, -1, 1).toArray();
    return Nd4j.createFromArray(numbers).reshape(3, INPUTS, STEPS);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void derivatives_are_difference_quotients_under_a_mask(Layer cell) {
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 0, 0}, {1, 1, 1}});
    assertThat(GradientCheckUtil.checkGradients(check(stack(cell), mask))).isTrue();
    assertThat(GradientCheckUtil.checkGradients(check(last(cell), mask))).isTrue();
  }

  private static MLNConfig check(MultiLayerNetwork network, INDArray mask) {
    return new MLNConfig()
        .net(network)
        .input(input())
        .labels(LABELS)
        .inputMask(mask)
        .epsilon(1e-6)
        .maxRelError(1e-5)
        .minAbsoluteError(1e-9)
        .print(GradientCheckUtil.PrintMode.FAILURES_ONLY);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void padding_under_a_mask_changes_nothing(Layer cell) {
    MultiLayerNetwork network = stack(cell);
    INDArray longer = Nd4j.concat(2, input(), input());
    INDArray mask = Nd4j.zeros(DataType.DOUBLE, 3, 2 * STEPS);
    for (int row = 0; row < 3; row++) {
      for (int step = 0; step < STEPS; step++) {
        mask.putScalar(row, step, 1);
      }
    }
    INDArray expected = network.output(input());
    assertThat(network.output(longer, false, mask, null).equalsWithEps(expected, 1e-12)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void whole_sequences_are_read_as_by_dl4js(Layer cell) {
    MultiLayerNetwork ours = stack(cell);
    MultiLayerNetwork theirs =
        network(
            new Bidirectional(sized(cell, INPUTS)),
            new LastTimeStep(new Bidirectional(sized(cell, 2 * UNITS))));
    theirs.setParams(ours.params());
    assertThat(ours.output(input()).equalsWithEps(theirs.output(input()), 1e-12)).isTrue();
    MultiLayerNetwork ends = last(cell);
    MultiLayerNetwork theirEnds = network(new Bidirectional(new LastTimeStep(sized(cell, INPUTS))));
    theirEnds.setParams(ends.params());
    assertThat(ends.output(input()).equalsWithEps(theirEnds.output(input()), 1e-12)).isTrue();
  }
}
