package io.thalweg.models.learning;

import io.thalweg.models.features.Features;
import io.thalweg.models.network.Architecture;
import java.util.List;

/**
 * Everything that a model is made from; with the log it determines the model.
 *
 * @param classes names of the classes; labels are indices into it
 * @param steps longest sequence; shorter ones are padded and masked
 */
public record ModelSpec(
    Features features, List<String> classes, int steps, Architecture network, Learning learning) {
  public ModelSpec {
    classes = List.copyOf(classes);
  }
}
