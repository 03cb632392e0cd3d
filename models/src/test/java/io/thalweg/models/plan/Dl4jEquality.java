package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whether a compiled plan gives what DL4J gives for the same configuration. */
final class Dl4jEquality {
  private Dl4jEquality() {}

  /**
   * Fails where outputs, loss or gradient differ; DL4J gets shorter windows with a mask, and their
   * empty steps last. Its head on every step gets a mask of the targets that are known.
   */
  static void assertEqual(MultiLayerConfiguration configuration, Batch batch, Targets targets) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    assertEqual(network, batch, targets);
  }

  static void assertEqual(MultiLayerNetwork network, Batch batch, Targets targets) {
    Compilation compilation =
        Plan.compile(network.getLayerWiseConfigurations(), batch.steps(), batch.rows());
    assertThat(compilation).isInstanceOf(Compiled.class);
    Dl4jOrder order = ((Compiled) compilation).order();
    INDArray input = input(batch);
    INDArray mask = mask(batch);
    try (Plan plan = ((Compiled) compilation).plan()) {
      float[] ordered = order.fromDl4j(network.params().dup().data().asFloat());
      plan.load(ordered);
      float[][] expected = expected(network.output(input, false, mask, null), batch);
      assertClose(found(plan, batch, network), expected);

      float[] once = Batches.once(new int[batch.count()]);
      double loss = plan.gradient(batch, targets, once, new Generator(1), ordered);
      network.setInput(input);
      network.setLabels(labels(targets, batch, network));
      network.setLayerMaskArrays(mask, labelMask(targets, batch, network));
      network.computeGradientAndScore();
      float[] gradient = order.toDl4j(ordered);
      INDArray sum = network.getFlattenedGradients();
      assertThat(Math.abs(loss - network.score())).isLessThan(1e-5);
      assertClose(
          new float[][] {gradient}, new float[][] {sum.div(batch.count()).dup().data().asFloat()});
    } finally {
      network.close();
    }
  }

  /** Fails where parameters differ after steps of plain gradient descent, DL4J's by its own fit. */
  static void assertLearnAlike(
      MultiLayerConfiguration configuration, Batch batch, Targets targets, double rate) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Compiled compiled = (Compiled) Plan.compile(configuration, batch.steps(), batch.rows());
    try (Plan plan = compiled.plan()) {
      float[] parameters = compiled.order().fromDl4j(network.params().dup().data().asFloat());
      float[] gradient = new float[plan.size()];
      float[] once = Batches.once(new int[batch.count()]);
      INDArray labels = labels(targets, batch, network);
      INDArray labelMask = labelMask(targets, batch, network);
      for (int step = 0; step < 4; step++) {
        plan.load(parameters);
        plan.gradient(batch, targets, once, new Generator(1), gradient);
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] -= (float) rate * gradient[i];
        }
        network.fit(input(batch), labels, mask(batch), labelMask);
      }
      float[] learned = compiled.order().toDl4j(parameters);
      assertClose(new float[][] {learned}, new float[][] {network.params().dup().data().asFloat()});
    } finally {
      network.close();
    }
  }

  private static int outputs(MultiLayerNetwork network) {
    return Math.toIntExact(
        ((FeedForwardLayer) network.getOutputLayer().conf().getLayer()).getNOut());
  }

  private static boolean everyStep(MultiLayerNetwork network) {
    return network.getOutputLayer().conf().getLayer() instanceof RnnOutputLayer;
  }

  /** A row for each window, or for each of its steps if they have three axes. */
  private static float[][] expected(INDArray outputs, Batch batch) {
    if (outputs.rank() == 2) {
      return outputs.toFloatMatrix();
    }
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < batch.count(); row++) {
      for (int step = 0; step < batch.length(row); step++) {
        float[] one = new float[Math.toIntExact(outputs.size(1))];
        for (int j = 0; j < one.length; j++) {
          one[j] = outputs.getFloat(row, j, step);
        }
        rows.add(one);
      }
    }
    return rows.toArray(float[][]::new);
  }

  private static float[][] found(Plan plan, Batch batch, MultiLayerNetwork network) {
    if (!everyStep(network)) {
      float[][] outputs = new float[batch.count()][outputs(network)];
      plan.predict(batch, outputs);
      return outputs;
    }
    float[][][] outputs = new float[batch.count()][batch.steps()][outputs(network)];
    plan.predictSteps(batch, outputs);
    List<float[]> rows = new ArrayList<>();
    for (int row = 0; row < batch.count(); row++) {
      int empty = batch.steps() - batch.length(row);
      rows.addAll(Arrays.asList(outputs[row]).subList(empty, batch.steps()));
    }
    return rows.toArray(float[][]::new);
  }

  private static INDArray labels(Targets targets, Batch batch, MultiLayerNetwork network) {
    int outputs = outputs(network);
    if (!everyStep(network)) {
      return labels(targets, batch.count(), outputs);
    }
    float[][][] labels = new float[batch.count()][outputs][batch.steps()];
    for (int row = 0; row < batch.count(); row++) {
      for (int step = 0; step < batch.length(row); step++) {
        int target = target(batch, row, step);
        for (int j = 0; j < outputs && targets.known(target); j++) {
          labels[row][j][step] = targets.of(target, j);
        }
      }
    }
    return Nd4j.createFromArray(labels);
  }

  /** [row, step] of what is known; null of a head on one vector. */
  private static INDArray labelMask(Targets targets, Batch batch, MultiLayerNetwork network) {
    if (!everyStep(network)) {
      return null;
    }
    float[][] mask = new float[batch.count()][batch.steps()];
    for (int row = 0; row < batch.count(); row++) {
      for (int step = 0; step < batch.length(row); step++) {
        mask[row][step] = targets.known(target(batch, row, step)) ? 1 : 0;
      }
    }
    return Nd4j.createFromArray(mask);
  }

  /** Of a step that is counted from the first one that is not empty. */
  private static int target(Batch batch, int row, int step) {
    return (row + 1) * batch.steps() - batch.length(row) + step;
  }

  /** [row, input, step] with empty last steps, or [row, input] of a single step. */
  static INDArray input(Batch batch) {
    float[] values = new float[batch.count() * batch.steps() * batch.inputs()];
    for (int row = 0; row < batch.count(); row++) {
      int length = batch.length(row);
      int from = batch.offset(row, batch.steps() - length);
      System.arraycopy(batch.values(), from, values, batch.offset(row, 0), length * batch.inputs());
    }
    INDArray array = Nd4j.createFromArray(values);
    return batch.steps() == 1
        ? array.reshape(batch.count(), batch.inputs())
        : array.reshape(batch.count(), batch.steps(), batch.inputs()).permute(0, 2, 1);
  }

  /** [row, step]; null of whole windows. */
  private static INDArray mask(Batch batch) {
    float[][] mask = new float[batch.count()][batch.steps()];
    boolean whole = true;
    for (int row = 0; row < batch.count(); row++) {
      Arrays.fill(mask[row], 0, batch.length(row), 1);
      whole &= batch.length(row) == batch.steps();
    }
    return whole ? null : Nd4j.createFromArray(mask);
  }

  static INDArray labels(Targets targets, int rows, int outputs) {
    float[][] labels = new float[rows][outputs];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < outputs; j++) {
        labels[i][j] = targets.of(i, j);
      }
    }
    return Nd4j.createFromArray(labels);
  }

  private static void assertClose(float[][] found, float[][] expected) {
    assertThat(found).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < found.length; i++) {
      for (int j = 0; j < found[i].length; j++) {
        assertThat(Math.abs(found[i][j] - expected[i][j])).as("%d, %d", i, j).isLessThan(1e-5f);
      }
    }
  }
}
