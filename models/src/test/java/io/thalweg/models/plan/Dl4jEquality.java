package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.random.Generator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Whether a compiled plan gives what DL4J gives for the same configuration. */
final class Dl4jEquality {
  private Dl4jEquality() {}

  /**
   * Fails where outputs, loss or gradient differ.
   *
   * @param batch of whole windows: DL4J has a mask for those that are shorter
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
    try (Plan plan = ((Compiled) compilation).plan()) {
      float[] ordered = new float[plan.size()];
      order.fromDl4j(network.params().dup().data().asFloat(), ordered);
      plan.load(ordered);
      float[][] expected = network.output(input).toFloatMatrix();
      float[][] found = new float[expected.length][expected[0].length];
      plan.predict(batch, found);
      assertClose(found, expected);

      float[] once = Batches.once(new int[batch.count()]);
      double loss = plan.gradient(batch, targets, once, new Generator(1), ordered);
      network.setInput(input);
      network.setLabels(labels(targets, batch.count(), expected[0].length));
      network.computeGradientAndScore();
      float[] gradient = new float[plan.size()];
      order.toDl4j(ordered, gradient);
      INDArray sum = network.getFlattenedGradients();
      assertThat(Math.abs(loss - network.score())).isLessThan(1e-5);
      assertClose(
          new float[][] {gradient}, new float[][] {sum.div(batch.count()).dup().data().asFloat()});
    } finally {
      network.close();
    }
  }

  /** [row, input, step], or [row, input] of a single step. */
  static INDArray input(Batch batch) {
    INDArray values = Nd4j.createFromArray(batch.values());
    return batch.steps() == 1
        ? values.reshape(batch.count(), batch.inputs())
        : values.reshape(batch.count(), batch.steps(), batch.inputs()).permute(0, 2, 1);
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
