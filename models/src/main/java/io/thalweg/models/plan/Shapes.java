package io.thalweg.models.plan;

import io.thalweg.models.plan.Outline.Convolution;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.Image;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.MaxPool;
import io.thalweg.models.plan.Outline.Recurrent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The layers of an outline in words. */
final class Shapes {
  private Shapes() {}

  /** One text per layer as DL4J counts them: the last step belongs to the layer before it. */
  static List<String> of(Outline outline) {
    List<String> shapes = new ArrayList<>();
    int width = outline.inputs();
    for (Layer layer : outline.layers()) {
      if (layer instanceof LastStep && !shapes.isEmpty()) {
        shapes.add(shapes.remove(shapes.size() - 1) + ", last step");
      } else if (!(layer instanceof Dropout)) {
        shapes.add(of(layer, width));
      }
      width = layer.units(width);
    }
    shapes.add("%s %d → %d".formatted(activation(outline.head()), width, outline.head().outputs()));
    return shapes;
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
      return "convolution of %1$d × %1$d, %2$s → %3$s, %4$s"
          .formatted(
              images.size(), of(images.input()), of(images.output()), lower(images.activation()));
    }
    if (layer instanceof MaxPool pool) {
      return "max-pool of %1$d × %1$d, %2$s → %3$s"
          .formatted(pool.size(), of(pool.input()), of(pool.output()));
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
