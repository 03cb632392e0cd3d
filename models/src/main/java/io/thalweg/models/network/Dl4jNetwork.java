package io.thalweg.models.network;

import io.thalweg.models.devices.Devices;
import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Targets;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Runs on DL4J's layers, on whatever backend ND4J has. Predictions run at one shape, the batch's
 * rows, because its kernels choose their order of summation by shape.
 *
 * <p>Windows are moved to the first steps: a mask keeps DL4J's LSTM from answering at an empty
 * step, but its cell goes on changing there, so that empty steps may only come last.
 */
final class Dl4jNetwork implements Network {
  private final boolean sequential;
  private final boolean recurrent;
  private final boolean everyStep;
  private final int steps;
  private final int width;
  private final int channels;
  private final int outputs;
  private final boolean softmax;
  private final List<Integer> units;
  private final int rows;
  private final INDArray parameters;
  private final INDArray inputs;
  private final INDArray mask;
  private final List<Dropout> dropouts = new ArrayList<>();
  private final List<MaskDropout> masks = new ArrayList<>();
  private final MultiLayerNetwork network;
  private final float[] inputValues;
  private final float[] maskValues;
  private final float[] outputValues;

  Dl4jNetwork(Architecture architecture, Dimensions dimensions, int rows) {
    Devices.requireServed();
    NativeThreads.one();
    sequential = architecture.readsSteps();
    recurrent = architecture instanceof Recurrent;
    everyStep = dimensions.head().everyStep();
    steps = sequential ? dimensions.steps() : 1;
    width = dimensions.inputs();
    channels = architecture instanceof Convolutional images ? images.channels() : 1;
    outputs = dimensions.outputs();
    units = Dl4jModels.units(architecture);
    this.rows = rows;
    int size = Networks.size(architecture, dimensions);
    parameters = Nd4j.create(DataType.FLOAT, 1, size);
    inputs = Nd4j.create(DataType.FLOAT, rows, steps, width);
    mask = Nd4j.create(DataType.FLOAT, rows, steps);
    inputValues = new float[rows * steps * width];
    maskValues = new float[rows * steps];
    outputValues = new float[rows * outputs];
    double dropout = Dl4jModels.dropout(architecture);
    for (int i = 0; i < units.size(); i++) {
      dropouts.add(new Dropout(dropout, rows * stepsOut(i) * units.get(i)));
      masks.add(dropout == 0 ? null : new MaskDropout());
    }
    List<IDropout> chosen = new ArrayList<>(masks);
    network =
        Dl4jModels.network(
            Dl4jModels.configuration(architecture, dimensions, DataType.FLOAT, chosen), parameters);
    softmax = dimensions.head().kind() == Head.Kind.SOFTMAX_CROSS_ENTROPY;
    if (softmax && !everyStep) {
      weighTargets();
    }
  }

  /**
   * With weights of its own, all 1, DL4J's cross-entropy takes targets that sum to anything;
   * without them it takes it for granted that they sum to 1. (A mask would not do: it multiplies
   * scores.)
   */
  private void weighTargets() {
    var output = (BaseOutputLayer) network.getOutputLayer().conf().getLayer();
    output.setLossFn(new LossMCXENT(Nd4j.ones(DataType.FLOAT, 1, outputs)));
  }

  @Override
  public int size() {
    return (int) parameters.length();
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public void load(float[] newParameters) {
    put(parameters, newParameters);
  }

  @Override
  public void predict(Batch batch, float[][] answers) {
    fill(batch);
    try (INDArray output = network.output(fed(inputs), false, sequential ? mask : null, null)) {
      take(output, batch);
    }
    for (int i = 0; i < batch.count(); i++) {
      System.arraycopy(outputValues, i * outputs, answers[i], 0, outputs);
    }
  }

  private void take(INDArray output, Batch batch) {
    for (int i = 0; i < batch.count(); i++) {
      int newest = batch.length(i) - 1;
      for (int j = 0; j < outputs; j++) {
        outputValues[i * outputs + j] =
            everyStep ? output.getFloat(i, j, newest) : output.getFloat(i, j);
      }
    }
  }

  @Override
  public double gradient(
      Batch batch, Targets targets, float[] weights, Generator chance, float[] gradient) {
    int count = batch.count();
    fill(batch);
    for (int i = 0; i < dropouts.size(); i++) {
      dropouts.get(i).draw(chance, count * stepsOut(i) * units.get(i));
      if (masks.get(i) != null) {
        masks.get(i).mask(dropoutMask(i, batch));
      }
    }
    INDArray labels =
        everyStep ? stepLabels(targets, weights, batch) : labels(targets, weights, count);
    INDArrayIndex rowsUsed = NDArrayIndex.interval(0, count);
    network.setInput(fed(inputs.get(rowsUsed, NDArrayIndex.all(), NDArrayIndex.all())));
    network.setLabels(labels);
    if (sequential) {
      network.setLayerMaskArrays(
          mask.get(rowsUsed, NDArrayIndex.all()), everyStep ? knownSteps(targets, batch) : null);
    }
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    float[] sum = network.getFlattenedGradients().data().asFloat();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = sum[i] / count;
    }
    return network.score();
  }

  private INDArray labels(Targets targets, float[] weights, int count) {
    targets.requireCount(count);
    INDArray labels = Nd4j.create(DataType.FLOAT, count, outputs);
    for (int i = 0; i < count; i++) {
      if (!targets.known(i)) {
        throw new IllegalArgumentException(
            "row %d without targets found, some for each row expected".formatted(i));
      }
      targets.requireRow(i, outputs);
      if (!softmax && weights[i] != 1) {
        throw new IllegalArgumentException(
            "weight %s found, 1 expected where there is no softmax".formatted(weights[i]));
      }
      for (int j = 0; j < outputs; j++) {
        labels.putScalar(i, j, weights[i] * targets.of(i, j));
      }
    }
    return labels;
  }

  /** [row, output, step], as the windows lie. */
  private INDArray stepLabels(Targets targets, float[] weights, Batch batch) {
    targets.requireCount(batch.count() * steps);
    INDArray labels = Nd4j.create(DataType.FLOAT, batch.count(), outputs, steps);
    for (int i = 0; i < batch.count(); i++) {
      if (weights[i] != 1) {
        throw new IllegalArgumentException(
            "weight %s found, 1 expected with labels of all steps".formatted(weights[i]));
      }
      for (int step = 0; step < batch.length(i); step++) {
        int target = target(batch, i, step);
        if (targets.known(target)) {
          targets.requireRow(target, outputs);
          for (int j = 0; j < outputs; j++) {
            labels.putScalar(i, j, step, targets.of(target, j));
          }
        }
      }
    }
    return labels;
  }

  /** A mask, [row, step]. */
  private INDArray knownSteps(Targets targets, Batch batch) {
    INDArray known = Nd4j.create(DataType.FLOAT, batch.count(), steps);
    for (int i = 0; i < batch.count(); i++) {
      for (int step = 0; step < batch.length(i); step++) {
        known.putScalar(i, step, targets.known(target(batch, i, step)) ? 1 : 0);
      }
    }
    return known;
  }

  /** The row of the targets that is of a step of a window that was moved to the first steps. */
  private int target(Batch batch, int row, int step) {
    return (row + 1) * steps - batch.length(row) + step;
  }

  private INDArray dropoutMask(int layer, Batch batch) {
    float[] drawn = dropouts.get(layer).mask();
    int hidden = units.get(layer);
    int out = stepsOut(layer);
    float[] shifted = new float[batch.count() * out * hidden];
    if (out == 1) {
      System.arraycopy(drawn, 0, shifted, 0, shifted.length);
      return Nd4j.createFromArray(shifted).reshape(batch.count(), hidden);
    }
    shift(drawn, batch, hidden, shifted);
    INDArray kept = Nd4j.createFromArray(shifted).reshape(batch.count(), out, hidden);
    // An output layer on every step lays the steps under each other first, each with all rows.
    return layer == units.size() - 1
        ? kept.permute(1, 0, 2).dup('c').reshape(-1, hidden)
        : turned(kept);
  }

  /** Of all layers but a recurrent one in front of another or of all steps, one vector goes on. */
  private int stepsOut(int layer) {
    return recurrent && (everyStep || layer < units.size() - 1) ? steps : 1;
  }

  /** From [row, step, unit] with empty first steps to the same with empty last steps. */
  private void shift(float[] values, Batch batch, int numbers, float[] shifted) {
    int row = steps * numbers;
    for (int i = 0; i < batch.count(); i++) {
      int length = batch.length(i) * numbers;
      System.arraycopy(values, (i + 1) * row - length, shifted, i * row, length);
      Arrays.fill(shifted, i * row + length, (i + 1) * row, 0);
    }
  }

  /** DL4J's order of axes, [row, input, step], as a view. */
  private static INDArray turned(INDArray array) {
    return array.permute(0, 2, 1);
  }

  /** As DL4J wants its input: one step has no axis of steps, an image its channels first. */
  private INDArray fed(INDArray array) {
    if (sequential) {
      return turned(array);
    }
    long count = array.size(0);
    if (channels == 1) {
      return array.reshape(count, width);
    }
    return array
        .reshape(count, width / channels, channels)
        .permute(0, 2, 1)
        .dup('c')
        .reshape(count, width);
  }

  private void fill(Batch batch) {
    Arrays.fill(inputValues, 0);
    shift(batch.values(), batch, width, inputValues);
    for (int i = 0; i < rows; i++) {
      int length = i < batch.count() ? batch.length(i) : 1;
      Arrays.fill(maskValues, i * steps, i * steps + length, 1);
      Arrays.fill(maskValues, i * steps + length, (i + 1) * steps, 0);
    }
    put(mask, maskValues);
    put(inputs, inputValues);
  }

  /** A copy that every backend makes; a pointer into the array would be the processor's only. */
  private static void put(INDArray array, float[] values) {
    try (INDArray given = Nd4j.createFromArray(values)) {
      array.assign(given.reshape(array.shape()));
    }
  }

  @Override
  public void close() {
    network.close();
    inputs.close();
    mask.close();
  }
}
