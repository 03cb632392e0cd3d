package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.plan.Activation;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Outline.Convolution;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.Image;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Pool;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.List;

/** Runs as a plan on oneDNN's kernels. */
final class PlanNetwork implements Network {
  private final int steps;
  private final Plan plan;
  private final Dl4jOrder order;

  PlanNetwork(Architecture architecture, Dimensions dimensions, int rows) {
    steps = architecture instanceof Architecture.Recurrent ? dimensions.steps() : 1;
    Outline outline = outline(architecture, dimensions);
    order = new Dl4jOrder(outline);
    plan = new Plan(outline, steps, rows);
  }

  /** The same network as DL4J's configuration of the architecture, which costs a second to read. */
  static Outline outline(Architecture architecture, Dimensions dimensions) {
    return new Outline(dimensions.inputs(), layers(architecture), dimensions.classes());
  }

  private static List<Layer> layers(Architecture architecture) {
    List<Layer> layers = new ArrayList<>();
    if (architecture instanceof Architecture.Recurrent recurrent) {
      if (recurrent.embedding() != null) {
        layers.add(
            new Embedding(recurrent.embedding().vocabulary(), recurrent.embedding().units()));
      }
      for (int i = 1; i <= recurrent.layers(); i++) {
        layers.add(new Recurrent(recurrent.cell(), recurrent.hidden()));
        if (i == recurrent.layers()) {
          layers.add(new LastStep());
        }
        drop(recurrent.dropout(), layers);
      }
    } else if (architecture instanceof FeedForward feedForward) {
      dense(feedForward, layers);
    } else if (architecture instanceof Convolutional convolutional) {
      convolutions(convolutional, layers);
      var behind =
          new FeedForward(
              convolutional.hidden(),
              io.thalweg.models.network.Activation.RELU,
              convolutional.dropout());
      dense(behind, layers);
    } else {
      throw new IllegalArgumentException(architecture + " found, one with parameters expected");
    }
    return layers;
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
    float[] own = new float[vector.length];
    order.fromDl4j(vector, own);
    return own;
  }

  @Override
  public float[] toDl4j(float[] vector) {
    float[] dl4j = new float[vector.length];
    order.toDl4j(vector, dl4j);
    return dl4j;
  }

  @Override
  public void load(float[] parameters) {
    plan.load(parameters);
  }

  @Override
  public void predict(Batch batch, float[][] probabilities) {
    plan.predict(batch, probabilities);
  }

  @Override
  public double gradient(
      Batch batch, int[] labels, float[] weights, Generator chance, float[] gradient) {
    return plan.gradient(batch, labels, weights, chance, gradient);
  }

  @Override
  public void close() {
    plan.close();
  }
}
