package io.thalweg.models.gru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GruLayerTest {
  private static final int BATCH = 2;
  private static final int STEPS = 5;
  private static final int INPUTS = 3;
  private static final int UNITS = 4;
  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final INDArray input = random(BATCH, INPUTS, STEPS);
  private final INDArray epsilon = random(BATCH, UNITS, STEPS);

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(5);
    Nd4j.rand(input);
    Nd4j.rand(epsilon);
  }

  private static INDArray random(long... shape) {
    return Nd4j.create(DataType.FLOAT, shape, 'c');
  }

  private static MultiLayerNetwork network(GRU.Builder builder) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .activation(Activation.RELU)
                .list()
                .layer(builder.nIn(INPUTS).nOut(UNITS).biasInit(0.1).build())
                .build());
    network.init();
    network.initGradientsView();
    return network;
  }

  private static RecurrentLayer layer() {
    return (RecurrentLayer) network(new GRU.Builder()).getLayer(0);
  }

  private static INDArray steps(INDArray sequence, int from, int to) {
    return sequence.get(all(), all(), interval(from, to)).dup();
  }

  private static void assertClose(INDArray found, INDArray expected) {
    assertThat(found.shape()).containsExactly(expected.shape());
    assertThat(found.dup('c').data().asFloat())
        .containsExactly(expected.dup('c').data().asFloat(), within(1e-6f));
  }

  @Test
  void parameters_lie_row_by_row_in_the_networks_vector() {
    MultiLayerNetwork network = network(new GRU.Builder());
    int columns = 3 * UNITS;
    int recurrent = INPUTS * columns;
    int bias = recurrent + UNITS * columns;
    assertThat(network.numParams()).isEqualTo(bias + 2 * columns);
    network.setParams(Nd4j.arange((double) network.numParams()).castTo(DataType.FLOAT));
    assertThat(network.getParam("0_W").shape()).containsExactly(INPUTS, columns);
    assertThat(network.getParam("0_W").getInt(2, 5)).isEqualTo(2 * columns + 5);
    assertThat(network.getParam("0_RW").getInt(1, 7)).isEqualTo(recurrent + columns + 7);
    assertThat(network.getParam("0_b").shape()).containsExactly(1, 2L * columns);
    assertThat(network.getParam("0_b").getInt(0, 9)).isEqualTo(bias + 9);
  }

  @Test
  void a_layer_takes_a_vector_as_the_network_does() {
    MultiLayerNetwork network = network(new GRU.Builder());
    INDArray vector = network.params().dup().muli(2);
    network.getLayer(0).setParams(vector.dup());
    assertThat(network.params()).isEqualTo(vector);
  }

  @Test
  void weights_are_drawn_per_gate_and_biases_given() {
    MultiLayerNetwork network =
        network(
            new GRU.Builder()
                .weightInit(WeightInit.XAVIER_UNIFORM)
                .weightInitRecurrent(WeightInit.ONES));
    double limit = Math.sqrt(6.0 / (INPUTS + UNITS));
    double largest = network.getParam("0_W").amaxNumber().doubleValue();
    assertThat(largest).isBetween(0.7 * limit, limit);
    assertThat(network.getParam("0_RW").minNumber().doubleValue()).isEqualTo(1);
    assertThat(network.getParam("0_b").meanNumber().floatValue()).isCloseTo(0.1f, within(1e-6f));
  }

  @Test
  void padding_under_the_mask_changes_nothing_at_either_end() {
    INDArray alone = layer().activate(input.dup(), false, WORKSPACES).dup();
    INDArray padded = Nd4j.ones(DataType.FLOAT, BATCH, INPUTS, STEPS + 3);
    padded.get(all(), all(), interval(2, STEPS + 2)).assign(input);
    INDArray mask = Nd4j.zeros(DataType.FLOAT, BATCH, STEPS + 3);
    mask.get(all(), interval(2, STEPS + 2)).assign(1);
    RecurrentLayer layer = layer();
    layer.feedForwardMaskArray(mask, MaskState.Active, BATCH);
    INDArray output = layer.activate(padded, false, WORKSPACES);
    assertClose(steps(output, 2, STEPS + 2), alone);
    assertThat(steps(output, 0, 2).amaxNumber().doubleValue()).isZero();
    assertThat(steps(output, STEPS + 2, STEPS + 3).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void truncated_backpropagation_stops_at_its_length() {
    RecurrentLayer layer = layer();
    layer.rnnActivateUsingStoredState(input.dup(), true, true, WORKSPACES);
    Pair<Gradient, INDArray> truncated = layer.tbpttBackpropGradient(epsilon, 2, WORKSPACES);
    INDArray gradient = truncated.getFirst().gradient().dup();

    RecurrentLayer tail = layer();
    tail.rnnActivateUsingStoredState(steps(input, 0, 3), true, true, WORKSPACES);
    tail.rnnActivateUsingStoredState(steps(input, 3, STEPS), true, true, WORKSPACES);
    Pair<Gradient, INDArray> whole = tail.backpropGradient(steps(epsilon, 3, STEPS), WORKSPACES);
    assertClose(gradient, whole.getFirst().gradient());
    assertClose(steps(truncated.getSecond(), 3, STEPS), whole.getSecond());
    assertThat(steps(truncated.getSecond(), 0, 3).amaxNumber().doubleValue()).isZero();
  }

  @Test
  void arrays_given_to_it_are_left_as_they_are() {
    INDArray given = input.dup();
    INDArray above = epsilon.dup();
    RecurrentLayer layer = layer();
    layer.activate(given, true, WORKSPACES);
    layer.backpropGradient(above, WORKSPACES);
    assertThat(given).isEqualTo(input);
    assertThat(above).isEqualTo(epsilon);
  }

  @Test
  void what_does_not_fit_is_refused_with_what_was_found_and_expected() {
    RecurrentLayer layer = layer();
    assertThatThrownBy(() -> layer.activate(random(2, 7, 5), false, WORKSPACES))
        .isInstanceOf(DL4JInvalidInputException.class)
        .hasMessageContaining("[2, 7, 5] found, [batch, 3, steps] expected");
    layer.rnnTimeStep(input, WORKSPACES);
    assertThatThrownBy(() -> layer.rnnTimeStep(random(4, 3, 1), WORKSPACES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("4 examples found, 2 expected");
    assertThatThrownBy(() -> network(new GRU.Builder().activation(Activation.CUBE)))
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContaining("activation cube found, tanh expected");
  }

  @Test
  void each_constraint_holds_for_its_own_weights() {
    GRU gru =
        new GRU.Builder()
            .nIn(1)
            .nOut(1)
            .constrainInputWeights(new NonNegativeConstraint())
            .constrainRecurrent(new MaxNormConstraint(1, 1))
            .build();
    assertThat(gru.getConstraints()).hasSize(2);
    assertThat(gru.getConstraints().get(0).getParams()).containsExactly("W");
    assertThat(gru.getConstraints().get(1).getParams()).containsExactly("RW");
  }

  @Test
  void a_configuration_equals_its_like_only() {
    GRU gru = new GRU.Builder().nIn(1).nOut(2).build();
    assertThat(gru)
        .isEqualTo(gru.clone())
        .isNotEqualTo(new GRU.Builder().nIn(1).nOut(3).build())
        .isNotEqualTo(new SimpleRnn.Builder().nIn(1).nOut(2).activation(Activation.TANH).build());
  }

  @Test
  void memory_is_reported_by_example_and_step() {
    GRU gru = new GRU.Builder().nIn(INPUTS).nOut(UNITS).build();
    LayerMemoryReport report = gru.getMemoryReport(InputType.recurrent(INPUTS, STEPS));
    assertThat(report.getParameterSize()).isEqualTo(3 * UNITS * (INPUTS + UNITS + 2));
    assertThat(report.getWorkingMemoryVariableInference()).isEqualTo(4L * STEPS * UNITS);
  }
}
