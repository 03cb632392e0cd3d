package io.thalweg.models.gru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.PyTorchNumbers;
import java.io.IOException;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Against values that PyTorch computed; src/test/reference has the program and how to run it. */
class RecurrentPyTorchTest {
  private static final int BATCH = 3;
  private static final int STEPS = 5;
  private static final int INPUTS = 4;
  private static final int HIDDEN = 6;

  /** PyTorch's gates r, z, n in the order z, r, n. */
  private static final int[] GRU_GATES = {1, 0, 2};

  /** PyTorch's gates i, f, g, o in DL4J's order: candidate, forget, output, input. */
  private static final int[] LSTM_GATES = {2, 1, 3, 0};

  private static final LayerWorkspaceMgr WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private static INDArray formula(int phase, long... shape) {
    INDArray values = Nd4j.create(DataType.FLOAT, shape, 'c');
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, 0.5 * Math.sin(0.7 * i + phase));
    }
    return values;
  }

  private static float[] expected(String name) throws IOException {
    return PyTorchNumbers.of(RecurrentPyTorchTest.class, name);
  }

  private static INDArray expected(String name, long... shape) throws IOException {
    return Nd4j.createFromArray(expected(name)).reshape('c', shape);
  }

  /** From PyTorch's [gates · hidden, columns] to [columns, gates · hidden], gates reordered. */
  private static INDArray turned(INDArray weights, int... gates) {
    INDArray[] blocks = new INDArray[gates.length];
    for (int i = 0; i < gates.length; i++) {
      int from = gates[i] * HIDDEN;
      blocks[i] =
          weights.get(NDArrayIndex.interval(from, from + HIDDEN), NDArrayIndex.all()).transpose();
    }
    return Nd4j.concat(1, blocks);
  }

  private static RecurrentLayer layer(BaseRecurrentLayer.Builder<?> builder) {
    builder.nIn(INPUTS).nOut(HIDDEN).activation(Activation.TANH);
    BaseRecurrentLayer configuration = builder.build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().list().layer(configuration).build());
    network.init();
    network.initGradientsView();
    return (RecurrentLayer) network.getLayer(0);
  }

  private static void setWeights(RecurrentLayer layer, int... gates) {
    int rows = gates.length * HIDDEN;
    layer.setParam("W", turned(formula(2, rows, INPUTS), gates));
    layer.setParam("RW", turned(formula(3, rows, HIDDEN), gates));
  }

  private static INDArray inputs() {
    return formula(1, BATCH, STEPS, INPUTS).permute(0, 2, 1);
  }

  /** Derivatives by the outputs. */
  private static INDArray epsilon() {
    return formula(6, BATCH, STEPS, HIDDEN).permute(0, 2, 1);
  }

  private static void assertClose(INDArray found, INDArray expected) {
    assertThat(found.dup('c').data().asFloat())
        .containsExactly(expected.dup('c').data().asFloat(), within(1e-6f));
  }

  private static void assertOutput(String name, INDArray output) throws IOException {
    assertClose(output.permute(0, 2, 1), expected(name + " output", BATCH, STEPS, HIDDEN));
  }

  private static void assertGradients(String name, Pair<Gradient, INDArray> found, int... gates)
      throws IOException {
    int rows = gates.length * HIDDEN;
    assertClose(
        found.getSecond().permute(0, 2, 1), expected(name + " inputs", BATCH, STEPS, INPUTS));
    Gradient gradient = found.getFirst();
    assertClose(
        gradient.getGradientFor("W"),
        turned(expected(name + " input_weights", rows, INPUTS), gates));
    assertClose(
        gradient.getGradientFor("RW"),
        turned(expected(name + " recurrent_weights", rows, HIDDEN), gates));
  }

  private static RecurrentLayer gru() {
    RecurrentLayer layer = layer(new GRU.Builder());
    setWeights(layer, GRU_GATES);
    INDArray input = turned(formula(4, 3 * HIDDEN, 1), GRU_GATES);
    layer.setParam("b", Nd4j.concat(1, input, turned(formula(5, 3 * HIDDEN, 1), GRU_GATES)));
    return layer;
  }

  private static void assertGruGradients(String name, Pair<Gradient, INDArray> found)
      throws IOException {
    assertGradients(name, found, GRU_GATES);
    INDArray input = turned(expected(name + " input_bias", 3 * HIDDEN, 1), GRU_GATES);
    INDArray recurrent = turned(expected(name + " recurrent_bias", 3 * HIDDEN, 1), GRU_GATES);
    assertClose(found.getFirst().getGradientFor("b"), Nd4j.concat(1, input, recurrent));
  }

  @Test
  void grus_outputs_final_state_and_gradients_are_pytorchs() throws IOException {
    RecurrentLayer layer = gru();
    assertOutput("GRU", layer.activate(inputs(), true, WORKSPACES));
    assertGruGradients("GRU", layer.backpropGradient(epsilon(), WORKSPACES));
    layer.rnnTimeStep(inputs(), WORKSPACES);
    assertClose(
        layer.rnnGetPreviousState().get(GruLayer.STATE), expected("GRU state", BATCH, HIDDEN));
  }

  @Test
  void so_they_are_from_a_carried_state() throws IOException {
    RecurrentLayer layer = gru();
    layer.rnnSetTBPTTState(Map.of(GruLayer.STATE, formula(7, BATCH, HIDDEN)));
    assertOutput(
        "GRU_CARRIED", layer.rnnActivateUsingStoredState(inputs(), true, true, WORKSPACES));
    assertGruGradients("GRU_CARRIED", layer.tbpttBackpropGradient(epsilon(), STEPS, WORKSPACES));
    assertClose(
        layer.rnnGetTBPTTState().get(GruLayer.STATE), expected("GRU_CARRIED state", BATCH, HIDDEN));
  }

  @Test
  void dl4js_lstm_agrees_with_pytorch_too() throws IOException {
    RecurrentLayer layer = layer(new LSTM.Builder());
    setWeights(layer, LSTM_GATES);
    INDArray bias = formula(4, 4 * HIDDEN, 1).add(formula(5, 4 * HIDDEN, 1));
    layer.setParam("b", turned(bias, LSTM_GATES).reshape(4 * HIDDEN));
    assertOutput("LSTM", layer.activate(inputs(), true, WORKSPACES));
    Pair<Gradient, INDArray> found = layer.backpropGradient(epsilon(), WORKSPACES);
    assertGradients("LSTM", found, LSTM_GATES);
    assertClose(
        found.getFirst().getGradientFor("b"),
        turned(expected("LSTM input_bias", 4 * HIDDEN, 1), LSTM_GATES));
    layer.rnnTimeStep(inputs(), WORKSPACES);
    Map<String, INDArray> states = layer.rnnGetPreviousState();
    assertClose(states.get("prevAct"), expected("LSTM state", BATCH, HIDDEN));
    assertClose(states.get("prevMem"), expected("LSTM cell", BATCH, HIDDEN));
  }
}
