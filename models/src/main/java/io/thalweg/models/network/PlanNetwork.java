package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs as a plan on oneDNN's kernels. Parameters and gradients pass in DL4J's order; each load and
 * each gradient puts them into the kernels' or back.
 */
final class PlanNetwork implements Network {
  private final int steps;
  private final Plan plan;
  private final Dl4jOrder order;
  private final float[] ordered;

  PlanNetwork(Architecture architecture, Dimensions dimensions, int rows) {
    steps = dimensions.steps();
    Outline outline = outline(architecture, dimensions);
    order = new Dl4jOrder(outline);
    plan = new Plan(outline, steps, rows);
    ordered = new float[plan.size()];
  }

  static Outline outline(Architecture architecture, Dimensions dimensions) {
    List<Layer> layers = new ArrayList<>();
    Cell cell = Cell.valueOf(architecture.cell().name());
    for (int i = 1; i <= architecture.layers(); i++) {
      layers.add(new Recurrent(cell, architecture.hidden()));
      if (i == architecture.layers()) {
        layers.add(new LastStep());
      }
      if (architecture.dropout() > 0) {
        layers.add(new Dropout(architecture.dropout()));
      }
    }
    return new Outline(dimensions.inputs(), layers, dimensions.classes());
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
  public void load(float[] parameters) {
    order.fromDl4j(parameters, ordered);
    plan.load(ordered);
  }

  @Override
  public void predict(Batch batch, float[][] probabilities) {
    plan.predict(batch, probabilities);
  }

  @Override
  public double gradient(Batch batch, int[] labels, Generator chance, float[] gradient) {
    double loss = plan.gradient(batch, labels, chance, ordered);
    order.toDl4j(ordered, gradient);
    return loss;
  }

  @Override
  public void close() {
    plan.close();
  }
}
