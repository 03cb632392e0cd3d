package io.thalweg.models.gru;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.gradientcheck.GradientCheckUtil.MLNConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's own check: each derivative against a difference quotient, in double. */
class GruGradientTest {
  private static final int BATCH = 3;
  private static final int STEPS = 3;
  private static final int INPUTS = 2;
  private static final int CLASSES = 2;

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

  private static GRU gru(int units) {
    return gru(units, RNNFormat.NCW);
  }

  /** All settings on the layer: DL4J passes none through two wrappers. */
  private static GRU gru(int units, RNNFormat format) {
    return new GRU.Builder()
        .nOut(units)
        .dataFormat(format)
        .weightInit(new NormalDistribution(0, 0.7))
        .biasInit(0.2)
        .updater(new NoOp())
        .build();
  }

  private static Layer bidirectional(Mode mode, int units) {
    return new Bidirectional(mode, gru(units));
  }

  private static Stream<Arguments> networks() {
    return Stream.of(
        network("plain", gru(2)),
        network("one unit", gru(1)),
        network("stacked", gru(2), gru(1)),
        network("last step", new LastTimeStep(gru(2))),
        network("both directions, concatenated", bidirectional(Mode.CONCAT, 2)),
        network("both directions, added", bidirectional(Mode.ADD, 1)),
        network("both directions, multiplied", bidirectional(Mode.MUL, 1)),
        network("last step of both directions", new LastTimeStep(bidirectional(Mode.CONCAT, 1))),
        network(
            "steps before features",
            gru(2, RNNFormat.NWC),
            new LastTimeStep(gru(1, RNNFormat.NWC))));
  }

  private static Arguments network(String name, Layer... layers) {
    return Arguments.of(Named.of(name, layers));
  }

  private static boolean perStep(Layer last) {
    return !(last instanceof LastTimeStep);
  }

  private static RNNFormat format(Layer first) {
    return first instanceof GRU gru ? gru.getRnnDataFormat() : RNNFormat.NCW;
  }

  private static MultiLayerNetwork network(Layer... layers) {
    ListBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .updater(new NoOp())
            .seed(1)
            .list();
    for (Layer layer : layers) {
      builder.layer(layer.clone());
    }
    Layer head =
        perStep(layers[layers.length - 1])
            ? new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build()
            : new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder
                .layer(head)
                .setInputType(InputType.recurrent(INPUTS, STEPS, format(layers[0])))
                .build());
    network.init();
    return network;
  }

  private static MLNConfig check(MultiLayerNetwork network, Layer... layers) {
    Random random = new Random(7);
    INDArray input = Nd4j.create(DataType.DOUBLE, BATCH, INPUTS, STEPS);
    for (long i = 0; i < input.length(); i++) {
      input.putScalar(i, random.nextGaussian());
    }
    boolean perStep = perStep(layers[layers.length - 1]);
    INDArray labels =
        perStep
            ? Nd4j.create(DataType.DOUBLE, BATCH, CLASSES, STEPS)
            : Nd4j.create(DataType.DOUBLE, BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      for (int t = 0; t < (perStep ? STEPS : 1); t++) {
        int[] at = {i, random.nextInt(CLASSES), t};
        labels.putScalar(perStep ? at : new int[] {at[0], at[1]}, 1);
      }
    }
    boolean turned = format(layers[0]) == RNNFormat.NWC;
    return new MLNConfig()
        .net(network)
        .input(turned ? input.permute(0, 2, 1).dup() : input)
        .labels(labels)
        .epsilon(1e-6)
        .maxRelError(1e-5)
        .minAbsoluteError(1e-9)
        .print(GradientCheckUtil.PrintMode.FAILURES_ONLY);
  }

  @Test
  void derivatives_are_difference_quotients() {
    Layer[] layers = {gru(2), gru(1)};
    assertThat(GradientCheckUtil.checkGradients(check(network(layers), layers))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void so_they_are_under_masks_at_either_end_and_within(Layer... layers) {
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {0, 1, 1}, {1, 0, 1}});
    boolean perStep = perStep(layers[layers.length - 1]);
    MLNConfig check =
        check(network(layers), layers).inputMask(mask).labelMask(perStep ? mask : null);
    assertThat(GradientCheckUtil.checkGradients(check)).isTrue();
  }
}
