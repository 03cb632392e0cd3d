package io.thalweg.models.plan;

import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.ImageLayer.Pool;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.LastOfBoth;
import io.thalweg.models.plan.StepLayer.Mask;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The layers of an outline in words. */
final class Shapes {
  private Shapes() {}

  /** One text per layer as DL4J counts them: last step and mask belong to the layer before. */
  static List<String> of(Outline outline) {
    List<String> shapes = new ArrayList<>();
    int width = outline.inputs();
    for (Layer layer : outline.layers()) {
      if (layer instanceof LastStep && !shapes.isEmpty()) {
        shapes.add(shapes.remove(shapes.size() - 1) + ", last step");
      } else if (layer instanceof LastOfBoth && !shapes.isEmpty()) {
        shapes.add(shapes.remove(shapes.size() - 1) + ", last step of each direction");
      } else if (layer instanceof Mask && !shapes.isEmpty()) {
        shapes.add(shapes.remove(shapes.size() - 1) + ", masked");
      } else if (!(layer instanceof Dropout)) {
        shapes.add(of(layer, width));
      }
      width = layer.units(width);
    }
    shapes.add(of(outline.head(), width));
    return shapes;
  }

  private static String of(Head head, int inputs) {
    return "%s %d → %d%s"
        .formatted(
            activation(head), inputs, head.outputs(), head.everyStep() ? ", every step" : "");
  }

  private static String activation(Head head) {
    return switch (head.kind()) {
      case SOFTMAX_CROSS_ENTROPY -> "softmax";
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> "sigmoid";
      case IDENTITY_SQUARED_ERROR, IDENTITY_HUBER -> "identity";
    };
  }

  private static String of(Layer layer, int inputs) {
    if (layer instanceof Recurrent recurrent) {
      return "%s %d → %d".formatted(lower(recurrent.cell()), inputs, recurrent.units());
    }
    if (layer instanceof Embedding embedding) {
      return "embedding %d → %d".formatted(embedding.vocabulary(), embedding.units());
    }
    if (layer instanceof Dense dense) {
      return "dense %d → %d, %s".formatted(inputs, dense.units(), lower(dense.activation()));
    }
    if (layer instanceof Convolution images) {
      return "convolution of %s, %s → %s, %s"
          .formatted(
              images.kernel().words(1),
              of(images.input()),
              of(images.output()),
              lower(images.activation()));
    }
    if (layer instanceof Pool pool) {
      return "%s-pool of %s, %s → %s"
          .formatted(
              lower(pool.kind()),
              pool.kernel().words(pool.kernel().vertical().size()),
              of(pool.input()),
              of(pool.output()));
    }
    return ofSteps(layer, inputs);
  }

  private static String ofSteps(Layer layer, int inputs) {
    if (layer instanceof Bidirectional both) {
      return "bidirectional %s %d → 2 × %d".formatted(lower(both.cell()), inputs, both.units());
    }
    if (layer instanceof StepConvolution steps) {
      return "convolution of %d steps, %s, %d → %d, %s"
          .formatted(
              steps.size(),
              lower(steps.padding()),
              inputs,
              steps.filters(),
              lower(steps.activation()));
    }
    if (layer instanceof StepPool pool) {
      return lower(pool.pooling()) + " of the steps";
    }
    return layer.toString();
  }

  private static String of(Image image) {
    return "[%d, %d, %d]".formatted(image.height(), image.width(), image.channels());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
