package io.thalweg.models.bidirectional;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;

/**
 * Turns round each sequence's steps that count and leaves the others at the end, where neither
 * direction's layer needs a mask: what it gives there becomes 0, and so does what comes back.
 */
final class MaskedBidirectionalLayer extends BidirectionalLayer {
  private static final long serialVersionUID = 1;

  private final Layer forwards;
  private final Layer backwards;
  private final IDropout dropout;
  private final boolean lastStep;
  private INDArray given;

  /** [batch, steps]; null: all steps count. */
  private INDArray mask;

  MaskedBidirectionalLayer(
      NeuralNetConfiguration configuration,
      Layer forwards,
      Layer backwards,
      INDArray parameters,
      boolean lastStep) {
    super(configuration, forwards, backwards, parameters);
    this.forwards = forwards;
    this.backwards = backwards;
    this.lastStep = lastStep;
    dropout = configuration.getLayer().getIDropout();
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    given = input;
  }

  @Override
  public INDArray input() {
    return given;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray input = training && dropout != null ? dropped(workspaces) : given;
    INDArray ahead = forwards.activate(input, training, workspaces);
    INDArray back = backwards.activate(reversed(input), training, workspaces);
    INDArray both =
        lastStep
            ? last(Nd4j.concat(1, ahead, back))
            : masked(Nd4j.concat(1, ahead, reversed(back)));
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, both);
  }

  /** The reversed sequences end where the others do. */
  private INDArray last(INDArray steps) {
    INDArray last = Nd4j.create(steps.dataType(), steps.size(0), steps.size(1));
    INDArray lengths = lengths(given);
    for (long row = 0; row < steps.size(0); row++) {
      last.putRow(row, steps.get(point(row), all(), point(lengths.getLong(row) - 1)));
    }
    return last;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray above, LayerWorkspaceMgr workspaces) {
    INDArray counted = lastStep ? atLast(above) : masked(above.dup());
    long units = above.size(1) / 2;
    INDArray ahead = counted.get(all(), interval(0, units), all()).dup();
    INDArray back = counted.get(all(), interval(units, 2 * units), all()).dup();
    Pair<Gradient, INDArray> first = forwards.backpropGradient(ahead, workspaces);
    Pair<Gradient, INDArray> second =
        backwards.backpropGradient(lastStep ? back : reversed(back), workspaces);
    Gradient gradient = new DefaultGradient(getGradientsViewArray());
    put(gradient, BidirectionalParamInitializer.FORWARD_PREFIX, first.getFirst());
    put(gradient, BidirectionalParamInitializer.BACKWARD_PREFIX, second.getFirst());
    INDArray below = first.getSecond().addi(reversed(second.getSecond()));
    if (dropout != null) {
      below = dropout.backprop(below, below, getIterationCount(), getEpochCount());
    }
    return new Pair<>(gradient, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, below));
  }

  /** Outside of workspaces: it is wanted again on the way back. */
  private INDArray dropped(LayerWorkspaceMgr workspaces) {
    try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return dropout.applyDropout(
          given, given.ulike(), getIterationCount(), getEpochCount(), workspaces);
    }
  }

  private INDArray atLast(INDArray above) {
    INDArray steps = Nd4j.create(above.dataType(), above.size(0), above.size(1), given.size(2));
    INDArray lengths = lengths(given);
    for (long row = 0; row < above.size(0); row++) {
      INDArrayIndex[] at = {point(row), all(), point(lengths.getLong(row) - 1)};
      steps.put(at, above.getRow(row));
    }
    return steps;
  }

  private static void put(Gradient gradient, String prefix, Gradient direction) {
    for (Map.Entry<String, INDArray> each : direction.gradientForVariable().entrySet()) {
      gradient.gradientForVariable().put(prefix + each.getKey(), each.getValue());
    }
  }

  /** A copy outside of workspaces: it is wanted again on the way back. */
  private INDArray reversed(INDArray array) {
    try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      INDArray steps = array.dup('c');
      INDArray turned = steps.ulike();
      Nd4j.exec(
          DynamicCustomOp.builder("reverse_sequence")
              .addInputs(steps, lengths(array))
              .addOutputs(turned)
              .addIntegerArguments(2, 0)
              .build());
      return turned;
    }
  }

  private INDArray lengths(INDArray array) {
    return mask == null
        ? Nd4j.valueArrayOf(new long[] {array.size(0)}, array.size(2), DataType.INT64)
        : mask.sum(1).castTo(DataType.INT64);
  }

  private INDArray masked(INDArray array) {
    return mask == null ? array : Broadcast.mul(array, mask.castTo(array.dataType()), array, 0, 2);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray features, MaskState state, int batch) {
    mask = features;
    return new Pair<>(lastStep ? null : features, MaskState.Passthrough);
  }

  @Override
  public void setMaskArray(INDArray features) {
    mask = features;
  }

  @Override
  public INDArray getMaskArray() {
    return mask;
  }
}
