package io.thalweg.models.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HuberTest {
  private static final double STEP = 1e-6;

  private final Huber huber = new Huber();
  private final IActivation identity = Activation.IDENTITY.getActivationFunction();
  private final INDArray zeroes = Nd4j.zeros(DataType.DOUBLE, 3, 2);
  private final INDArray outputs =
      Nd4j.createFromArray(new double[][] {{0.5, -3}, {-0.2, 4}, {1.5, 0}});

  @Test
  void is_quadratic_up_to_one_and_linear_beyond() {
    INDArray losses = huber.computeScoreArray(zeroes, outputs, identity, null);
    assertThat(losses.shape()).containsExactly(3, 1);
    assertThat(losses.toDoubleVector())
        .containsExactly(
            new double[] {(0.125 + 2.5) / 2, (0.02 + 3.5) / 2, 1.0 / 2}, within(1e-12));
    INDArray gradient = huber.computeGradient(zeroes, outputs, identity, null);
    assertThat(gradient.toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0.25, -0.5}, {-0.1, 0.5}, {0.5, 0}});
  }

  @Test
  void a_score_is_the_sum_or_the_mean_of_the_examples() {
    double sum = (0.125 + 2.5 + 0.02 + 3.5 + 1) / 2;
    assertThat(huber.computeScore(zeroes, outputs, identity, null, false))
        .isCloseTo(sum, within(1e-12));
    assertThat(huber.computeScore(zeroes, outputs, identity, null, true))
        .isCloseTo(sum / 3, within(1e-12));
    assertThat(huber.computeGradientAndScore(zeroes, outputs, identity, null, true).getFirst())
        .isCloseTo(sum / 3, within(1e-12));
  }

  @Test
  void a_mask_leaves_out_examples_or_outputs() {
    INDArray examples = Nd4j.createFromArray(new double[][] {{1}, {0}, {1}});
    assertThat(huber.computeScore(zeroes, outputs, identity, examples, false))
        .isCloseTo((0.125 + 2.5 + 1) / 2, within(1e-12));
    assertThat(huber.computeGradient(zeroes, outputs, identity, examples).toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0.25, -0.5}, {0, 0}, {0.5, 0}});
    INDArray some = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}, {0, 1}});
    assertThat(huber.computeScore(zeroes, outputs, identity, some, false))
        .isCloseTo((0.125 + 3.5) / 2, within(1e-12));
    assertThat(huber.computeGradient(zeroes, outputs, identity, some).toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0.25, 0}, {0, 0.5}, {0, 0}});
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "SIGMOID", "TANH", "SOFTMAX"})
  void the_gradient_is_what_central_differences_say(Activation chosen) {
    IActivation activation = chosen.getActivationFunction();
    INDArray labels = Nd4j.createFromArray(new double[][] {{0, 2.5}, {1, 0.3}, {-1, 0.5}});
    INDArray gradient = huber.computeGradient(labels, outputs.dup(), activation, null);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        double slope =
            (moved(labels, i, j, STEP, activation) - moved(labels, i, j, -STEP, activation))
                / (2 * STEP);
        assertThat(gradient.getDouble(i, j)).as("%d, %d", i, j).isCloseTo(slope, within(1e-6));
      }
    }
  }

  private double moved(INDArray labels, int row, int column, double by, IActivation activation) {
    INDArray elsewhere = outputs.dup();
    elsewhere.putScalar(row, column, outputs.getDouble(row, column) + by);
    return huber.computeScore(labels, elsewhere, activation, null, false);
  }

  @Test
  void labels_of_another_shape_are_refused() {
    INDArray wider = Nd4j.zeros(DataType.DOUBLE, 3, 4);
    assertThatThrownBy(() -> huber.computeScore(wider, outputs, identity, null, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void a_network_with_it_comes_back_from_json_and_from_a_zip() throws IOException {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new OutputLayer.Builder(huber)
                    .nIn(2)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, zip, true);
    MultiLayerNetwork restored =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip.toByteArray()), true);
    var head = (OutputLayer) restored.getOutputLayer().conf().getLayer();
    assertThat(head.getLossFn()).isEqualTo(huber).hasSameHashCodeAs(huber);
    assertThat(restored.params()).isEqualTo(network.params());
  }
}
