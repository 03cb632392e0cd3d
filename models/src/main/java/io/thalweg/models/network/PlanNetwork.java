package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.plan.Activation;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.ImageLayer.Pool;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.plan.StepLayer;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.LastOfBoth;
import io.thalweg.models.plan.StepLayer.Mask;
import io.thalweg.models.plan.StepLayer.Padding;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import io.thalweg.models.plan.Targets;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.List;

/** Runs as a plan on oneDNN's kernels. */
final class PlanNetwork implements Network {
  private final int steps;
  private final Plan plan;
  private final Dl4jOrder order;

  PlanNetwork(Architecture architecture, Dimensions dimensions, int rows) {
    steps = architecture.readsSteps() ? dimensions.steps() : 1;
    Outline outline = outline(architecture, dimensions);
    order = new Dl4jOrder(outline);
    plan = new Plan(outline, steps, rows);
  }

  /** The same network as DL4J's configuration of the architecture, which costs a second to read. */
  static Outline outline(Architecture architecture, Dimensions dimensions) {
    return new Outline(
        dimensions.inputs(),
        layers(architecture, dimensions.head().everyStep()),
        dimensions.head());
  }

  private static List<Layer> layers(Architecture architecture, boolean everyStep) {
    List<Layer> layers = new ArrayList<>();
    if (architecture.embedding() != null) {
      layers.add(
          new Embedding(architecture.embedding().vocabulary(), architecture.embedding().units()));
    }
    if (architecture instanceof Architecture.Recurrent recurrent) {
      recurrent(recurrent, everyStep, layers);
    } else if (architecture instanceof Convolutional1d convolutional) {
      convolutions(convolutional, layers);
      layers.add(new StepPool(StepLayer.Pooling.MAX));
      drop(convolutional.dropout(), layers);
      denseWithRelu(convolutional.hidden(), convolutional.dropout(), layers);
    } else if (architecture instanceof FeedForward feedForward) {
      dense(feedForward, layers);
    } else if (architecture instanceof Convolutional convolutional) {
      convolutions(convolutional, layers);
      denseWithRelu(convolutional.hidden(), convolutional.dropout(), layers);
    } else {
      throw new IllegalArgumentException(architecture + " found, one with parameters expected");
    }
    return layers;
  }

  private static void recurrent(
      Architecture.Recurrent recurrent, boolean everyStep, List<Layer> layers) {
    for (int i = 1; i <= recurrent.layers(); i++) {
      layers.add(
          recurrent.bidirectional()
              ? new Bidirectional(recurrent.cell(), recurrent.hidden())
              : new Recurrent(recurrent.cell(), recurrent.hidden()));
      if (i == recurrent.layers() && !everyStep) {
        layers.add(pool(recurrent));
      }
      drop(recurrent.dropout(), layers);
    }
  }

  private static Layer pool(Architecture.Recurrent recurrent) {
    return switch (recurrent.pooling()) {
      case LAST -> recurrent.bidirectional() ? new LastOfBoth() : new LastStep();
      case MAX -> new StepPool(StepLayer.Pooling.MAX);
      case MEAN -> new StepPool(StepLayer.Pooling.MEAN);
    };
  }

  /** Behind an embedding or another convolution, steps that do not count are no zeroes. */
  private static void convolutions(Convolutional1d architecture, List<Layer> layers) {
    for (int filters : architecture.filters()) {
      if (!layers.isEmpty()) {
        layers.add(new Mask());
      }
      layers.add(
          new StepConvolution(filters, architecture.kernel(), Padding.SAME, Activation.RELU));
    }
  }

  private static void denseWithRelu(List<Integer> hidden, double dropout, List<Layer> layers) {
    dense(new FeedForward(hidden, io.thalweg.models.network.Activation.RELU, dropout), layers);
  }

  private static void dense(FeedForward feedForward, List<Layer> layers) {
    for (int units : feedForward.hidden()) {
      layers.add(new Dense(units, Activation.valueOf(feedForward.activation().name())));
      drop(feedForward.dropout(), layers);
    }
  }

  private static void convolutions(Convolutional architecture, List<Layer> layers) {
    Image image = new Image(architecture.height(), architecture.width(), architecture.channels());
    for (int i = 0; i < architecture.filters().size(); i++) {
      if (i > 0) {
        var pool = Pool.max(image, Convolutional.POOL);
        layers.add(pool);
        image = pool.output();
      }
      int filters = architecture.filters().get(i);
      var convolution = new Convolution(image, filters, Convolutional.KERNEL, Activation.RELU);
      layers.add(convolution);
      image = convolution.output();
    }
  }

  private static void drop(double rate, List<Layer> layers) {
    if (rate > 0) {
      layers.add(new Dropout(rate));
    }
  }

  @Override
  public int size() {
    return plan.size();
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public float[] fromDl4j(float[] vector) {
    return order.fromDl4j(vector);
  }

  @Override
  public float[] toDl4j(float[] vector) {
    return order.toDl4j(vector);
  }

  @Override
  public void load(float[] parameters) {
    plan.load(parameters);
  }

  @Override
  public void predict(Batch batch, float[][] outputs) {
    plan.predict(batch, outputs);
  }

  @Override
  public double gradient(
      Batch batch, Targets targets, float[] weights, Generator chance, float[] gradient) {
    return plan.gradient(batch, targets, weights, chance, gradient);
  }

  @Override
  public void close() {
    plan.close();
  }
}
