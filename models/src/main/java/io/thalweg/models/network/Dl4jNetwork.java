package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs on DL4J's layers, on whatever backend ND4J has. Predictions run at one shape, the batch's
 * rows, because its kernels choose their order of summation by shape.
 */
final class Dl4jNetwork implements Network {
  private final Dimensions dimensions;
  private final int hidden;
  private final int rows;
  private final INDArray parameters;
  private final INDArray inputs;
  private final INDArray mask;
  private final INDArray targets;
  private final List<Dropout> dropouts = new ArrayList<>();
  private final List<MaskDropout> masks = new ArrayList<>();
  private final MultiLayerNetwork network;
  private final float[] maskValues;
  private final float[] targetValues;
  private final float[] outputValues;

  Dl4jNetwork(Architecture architecture, Dimensions dimensions, int rows) {
    NativeThreads.one();
    this.dimensions = dimensions;
    this.rows = rows;
    hidden = architecture.hidden();
    int size = new ParameterLayout(architecture, dimensions).size();
    parameters = Nd4j.create(DataType.FLOAT, 1, size);
    inputs = Nd4j.create(DataType.FLOAT, rows, dimensions.steps(), dimensions.inputs());
    mask = Nd4j.create(DataType.FLOAT, rows, dimensions.steps());
    targets = Nd4j.create(DataType.FLOAT, rows, dimensions.classes());
    maskValues = new float[rows * dimensions.steps()];
    targetValues = new float[rows * dimensions.classes()];
    outputValues = new float[rows * dimensions.classes()];
    for (int i = 0; i < architecture.layers(); i++) {
      int steps = i == architecture.layers() - 1 ? 1 : dimensions.steps();
      dropouts.add(new Dropout(architecture.dropout(), rows * steps * hidden));
      masks.add(architecture.dropout() == 0 ? null : new MaskDropout());
    }
    List<IDropout> chosen = new ArrayList<>(masks);
    network =
        Dl4jModels.network(
            Dl4jModels.configuration(architecture, dimensions, DataType.FLOAT, chosen), parameters);
  }

  @Override
  public int size() {
    return (int) parameters.length();
  }

  @Override
  public void load(float[] newParameters) {
    put(parameters, newParameters, newParameters.length);
  }

  @Override
  public void predict(Batch batch, float[][] probabilities) {
    fill(batch);
    try (INDArray output = network.output(first(inputs, rows), false, mask, null)) {
      take(output);
    }
    for (int i = 0; i < batch.count(); i++) {
      System.arraycopy(
          outputValues, i * dimensions.classes(), probabilities[i], 0, dimensions.classes());
    }
  }

  private void take(INDArray output) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < dimensions.classes(); j++) {
        outputValues[i * dimensions.classes() + j] = output.getFloat(i, j);
      }
    }
  }

  @Override
  public double gradient(Batch batch, int[] labels, Generator chance, float[] gradient) {
    int count = batch.count();
    fill(batch);
    Arrays.fill(targetValues, 0);
    for (int i = 0; i < count; i++) {
      targetValues[i * dimensions.classes() + labels[i]] = 1;
    }
    put(targets, targetValues, targetValues.length);
    draw(count, chance);
    network.setInput(first(inputs, count));
    network.setLabels(targets.get(NDArrayIndex.interval(0, count), NDArrayIndex.all()));
    network.setLayerMaskArrays(mask.get(NDArrayIndex.interval(0, count), NDArrayIndex.all()), null);
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    pointer(network.getFlattenedGradients()).get(gradient, 0, gradient.length);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= count;
    }
    return network.score();
  }

  private void draw(int count, Generator chance) {
    for (int i = 0; i < dropouts.size(); i++) {
      if (masks.get(i) == null) {
        continue;
      }
      boolean last = i == dropouts.size() - 1;
      int steps = last ? 1 : dimensions.steps();
      dropouts.get(i).draw(chance, count * steps * hidden);
      INDArray drawn = Nd4j.createFromArray(dropouts.get(i).mask());
      INDArray shaped = drawn.reshape(rows, steps, hidden).permute(0, 2, 1);
      INDArray used = shaped.get(NDArrayIndex.interval(0, count));
      masks.get(i).mask(last ? used.reshape(count, hidden) : used);
    }
  }

  /** DL4J's order of axes, [row, input, step], as a view. */
  private static INDArray first(INDArray array, int count) {
    INDArrayIndex all = NDArrayIndex.all();
    return array.get(NDArrayIndex.interval(0, count), all, all).permute(0, 2, 1);
  }

  private void fill(Batch batch) {
    int steps = dimensions.steps();
    for (int i = 0; i < rows; i++) {
      int length = i < batch.count() ? batch.length(i) : 1;
      for (int j = 0; j < steps; j++) {
        maskValues[i * steps + j] = j >= steps - length ? 1 : 0;
      }
    }
    put(mask, maskValues, maskValues.length);
    put(inputs, batch.values(), batch.values().length);
  }

  private static void put(INDArray array, float[] values, int count) {
    pointer(array).put(values, 0, count);
  }

  private static FloatPointer pointer(INDArray array) {
    return (FloatPointer) array.data().pointer();
  }

  @Override
  public void close() {
    network.close();
    inputs.close();
    mask.close();
    targets.close();
  }
}
