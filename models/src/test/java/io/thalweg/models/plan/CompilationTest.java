package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Compilation.UnsupportedLayer;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
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
    Batch batch = Batches.whole(1, ROWS, steps, INPUTS);
    Targets targets = new Targets.Classes(Batches.labels(ROWS, CLASSES));
    Dl4jEquality.assertEqual(configuration.build(), batch, targets);
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
