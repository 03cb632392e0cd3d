package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.plan.Compilation.UnsupportedLayer;
import io.thalweg.models.random.Generator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class CompilationTest {
  private static final int ROWS = 9;
  private static final int INPUTS = 4;
  private static final int CLASSES = 3;

  private static ListBuilder network(Layer... layers) {
    ListBuilder builder = new NeuralNetConfiguration.Builder().seed(5).list();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    return builder;
  }

  private static Layer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
  }

  private static Layer lstm(int in, int out) {
    return new LSTM.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static Layer head(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static Stream<ListBuilder> feedForward() {
    return Stream.of(
        network(head(INPUTS)),
        network(
            dense(INPUTS, 12, Activation.RELU),
            dense(12, 7, Activation.SIGMOID),
            dense(7, 6, Activation.TANH),
            dense(6, 5, Activation.IDENTITY),
            head(5)));
  }

  static Stream<ListBuilder> recurrent() {
    Layer simple = new SimpleRnn.Builder().nIn(INPUTS).nOut(6).activation(Activation.TANH).build();
    return Stream.of(
        network(new LastTimeStep(lstm(INPUTS, 8)), head(8)),
        network(new LastTimeStep(simple), dense(6, 5, Activation.TANH), head(5)),
        network(lstm(INPUTS, 5), new LastTimeStep(lstm(5, 6)), head(6)));
  }

  @ParameterizedTest
  @MethodSource("feedForward")
  void a_feed_forward_plan_equals_dl4j(ListBuilder configuration) {
    equalsDl4j(configuration, 1);
  }

  @ParameterizedTest
  @MethodSource("recurrent")
  void a_recurrent_plan_equals_dl4j(ListBuilder configuration) {
    equalsDl4j(configuration, 6);
  }

  private static void equalsDl4j(ListBuilder configuration, int steps) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration.build());
    network.init();
    // DL4J has a mask for windows that are shorter.
    Batch batch = Batches.whole(1, ROWS, steps, INPUTS);
    INDArray input = Nd4j.createFromArray(batch.values()).reshape(ROWS, steps, INPUTS);
    INDArray turned = steps == 1 ? input.reshape(ROWS, INPUTS) : input.permute(0, 2, 1);
    int[] labels = Batches.labels(ROWS, CLASSES);
    INDArray targets = Nd4j.zeros(ROWS, CLASSES);
    for (int i = 0; i < ROWS; i++) {
      targets.putScalar(i, labels[i], 1);
    }
    Compilation compilation = Plan.compile(configuration.build(), steps, ROWS);
    assertThat(compilation).isInstanceOf(Compiled.class);
    Dl4jOrder order = ((Compiled) compilation).order();
    try (Plan plan = ((Compiled) compilation).plan()) {
      float[] parameters = network.params().dup().data().asFloat();
      float[] ordered = new float[plan.size()];
      order.fromDl4j(parameters, ordered);
      plan.load(ordered);
      float[][] found = new float[ROWS][CLASSES];
      plan.predict(batch, found);
      assertClose(found, network.output(turned).toFloatMatrix());

      double loss = plan.gradient(batch, labels, Batches.once(labels), new Generator(1), ordered);
      network.setInput(turned);
      network.setLabels(targets);
      network.computeGradientAndScore();
      float[] gradient = new float[plan.size()];
      order.toDl4j(ordered, gradient);
      float[] expected = network.getFlattenedGradients().div(ROWS).dup().data().asFloat();
      assertThat(Math.abs(loss - network.score())).isLessThan(1e-5);
      assertClose(new float[][] {gradient}, new float[][] {expected});
    } finally {
      network.close();
    }
  }

  private static void assertClose(float[][] found, float[][] expected) {
    assertThat(found).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < found.length; i++) {
      for (int j = 0; j < found[i].length; j++) {
        assertThat(Math.abs(found[i][j] - expected[i][j])).as("%d, %d", i, j).isLessThan(1e-5f);
      }
    }
  }

  @Test
  void what_no_plan_computes_is_named() {
    Layer normalisation = new BatchNormalization.Builder().nIn(12).nOut(12).build();
    normalisation.setLayerName("middle");
    refused(
        network(dense(INPUTS, 12, Activation.RELU), normalisation, head(12)),
        1,
        "middle",
        "BatchNormalization found");
    refused(network(dense(INPUTS, 12, Activation.SWISH), head(12)), 0, "layer0", "swish found");
    refused(network(dense(INPUTS, CLASSES, Activation.RELU)), 0, "layer0", "OutputLayer");
    Layer regularised =
        new DenseLayer.Builder().nIn(INPUTS).nOut(4).activation(Activation.RELU).l2(0.1).build();
    refused(network(regularised, head(4)), 0, "layer0", "regularisation found");
  }

  private static void refused(ListBuilder configuration, int index, String name, String reason) {
    Compilation compilation = Plan.compile(configuration.build(), 1, ROWS);
    assertThat(compilation)
        .isInstanceOfSatisfying(
            UnsupportedLayer.class,
            unsupported -> {
              assertThat(unsupported.index()).isEqualTo(index);
              assertThat(unsupported.name()).isEqualTo(name);
              assertThat(unsupported.reason()).contains(reason);
              assertThat(unsupported.toString()).contains(name, unsupported.type(), reason);
            });
  }
}
