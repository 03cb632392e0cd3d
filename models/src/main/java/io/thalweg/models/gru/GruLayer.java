package io.thalweg.models.gru;

import io.thalweg.models.gru.GruPass.Weights;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link GRU} for DL4J: input [batch, nIn, steps] and output [batch, nOut, steps], or with
 * steps before features as the configuration's format says; either may be a view of a time-major
 * array. Like DL4J's own recurrent layers it keeps nothing of a forward pass for the backward pass,
 * which runs it again, from the same state.
 */
final class GruLayer extends BaseRecurrentLayer<GRU> {
  private static final long serialVersionUID = 1;

  /** The state's name in the maps that DL4J hands out, its own layers' too. */
  static final String STATE = "prevAct";

  /** What the last forward pass began with, [batch, nOut]; null for 0. */
  private transient INDArray start;

  GruLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
  }

  @Override
  public Type type() {
    return Type.RECURRENT;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** Takes the mask for its own steps; what follows is masked as it is after DL4J's LSTM. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
    super.feedForwardMaskArray(mask, state, batch);
    return new Pair<>(mask, MaskState.Passthrough);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return output(forward(null, training, workspaces));
  }

  @Override
  public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
    setInput(input, workspaces);
    GruPass pass = forward(stateMap.get(STATE), false, workspaces);
    keep(pass, stateMap);
    return output(pass);
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray input, boolean training, boolean store, LayerWorkspaceMgr workspaces) {
    setInput(input, workspaces);
    GruPass pass = forward(tBpttStateMap.get(STATE), training, workspaces);
    if (store) {
      keep(pass, tBpttStateMap);
    }
    return output(pass);
  }

  private static void keep(GruPass pass, Map<String, INDArray> states) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      states.put(STATE, pass.states().slice(pass.steps()).dup());
    }
  }

  private INDArray output(GruPass pass) {
    return batchMajor(pass.after());
  }

  private GruPass forward(INDArray from, boolean training, LayerWorkspaceMgr workspaces) {
    start = from;
    return pass(training, ArrayType.ACTIVATIONS, ArrayType.FF_WORKING_MEM, workspaces);
  }

  private GruPass pass(
      boolean training, ArrayType states, ArrayType working, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    checkInput();
    applyDropOutIfNecessary(training, workspaces);
    INDArray inputs = timeMajor(input.castTo(dataType));
    if (inputs.ordering() != 'c' || !Shape.hasDefaultStridesForShape(inputs)) {
      inputs = workspaces.dup(working, inputs, 'c');
    }
    long[] shape = {inputs.size(0) + 1, inputs.size(1), layerConf().getNOut()};
    return GruPass.over(
        inputs,
        maskArray == null ? null : maskArray.castTo(dataType),
        start,
        weights(training, workspaces),
        workspaces.createUninitialized(states, dataType, shape, 'c'),
        memory(working, workspaces));
  }

  private void checkInput() {
    long found = input.rank() == 3 ? batchMajorShape()[1] : -1;
    if (found != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          "input of shape %s found, [batch, %d, steps] expected (format %s) %s"
              .formatted(
                  Arrays.toString(input.shape()),
                  layerConf().getNIn(),
                  getDataFormat(),
                  layerId()));
    }
    if (start != null && start.size(0) != input.size(0)) {
      throw new IllegalStateException(
          "input of %d examples found, %d expected as before: call rnnClearPreviousState() between batches %s"
              .formatted(input.size(0), start.size(0), layerId()));
    }
  }

  private long[] batchMajorShape() {
    return permuteIfNWC(input).shape();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    return tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
  }

  /**
   * @param length steps, from the last one, that the loss is followed back through
   */
  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    GruPass whole = pass(true, ArrayType.BP_WORKING_MEM, ArrayType.BP_WORKING_MEM, workspaces);
    long steps = whole.steps();
    long first = Math.max(0, steps - length);
    INDArray outputs =
        workspaces.dup(ArrayType.BP_WORKING_MEM, GruPass.from(first, timeMajor(epsilon)), 'c');
    long[] shape = {steps, whole.batch(), layerConf().getNIn()};
    INDArray inputs = workspaces.create(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    new GruGradient(
            whole.from(first),
            weights(true, workspaces),
            outputs,
            memory(ArrayType.BP_WORKING_MEM, workspaces))
        .write(gradients(), GruPass.from(first, inputs));
    weightNoiseParams.clear();
    return new Pair<>(gradient(gradientViews), backpropDropOutIfPresent(batchMajor(inputs)));
  }

  private Gradient gradient(Map<String, INDArray> views) {
    Gradient result = new DefaultGradient(gradientsFlattened);
    views.forEach((name, view) -> result.setGradientFor(name, view, 'c'));
    return result;
  }

  private Weights weights(boolean training, LayerWorkspaceMgr workspaces) {
    return new Weights(
        getParamWithNoise(GruParameters.INPUT_WEIGHTS, training, workspaces),
        getParamWithNoise(GruParameters.RECURRENT_WEIGHTS, training, workspaces),
        getParamWithNoise(GruParameters.BIAS, training, workspaces));
  }

  private Weights gradients() {
    return new Weights(
        gradientViews.get(GruParameters.INPUT_WEIGHTS),
        gradientViews.get(GruParameters.RECURRENT_WEIGHTS),
        gradientViews.get(GruParameters.BIAS));
  }

  private Function<long[], INDArray> memory(ArrayType type, LayerWorkspaceMgr workspaces) {
    return shape -> workspaces.createUninitialized(type, dataType, shape, 'c');
  }

  /** From the configured format to [steps, batch, features], as a view. */
  private INDArray timeMajor(INDArray array) {
    return permuteIfNWC(array).permute(2, 0, 1);
  }

  /** From [steps, batch, features] to the configured format, as a view. */
  private INDArray batchMajor(INDArray array) {
    return permuteIfNWC(array.permute(1, 2, 0));
  }

  /** Row by row, as the views are; the base class takes them to be column by column. */
  @Override
  public void setParams(INDArray parameters) {
    if (parameters != paramsFlattened) {
      setParams(parameters, 'c');
    }
  }
}
