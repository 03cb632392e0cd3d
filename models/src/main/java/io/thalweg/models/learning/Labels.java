package io.thalweg.models.learning;

import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Target;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Targets;

/** The labels of a batch as a network's targets, filled again and again. */
final class Labels {
  private final boolean number;
  private final int[] classes;
  private final float[][] numbers;
  private final Targets targets;

  Labels(ModelSpec spec, int rows) {
    number = spec.target() instanceof Target.Quantity;
    if (spec.head().kind() == Head.Kind.SOFTMAX_CROSS_ENTROPY) {
      classes = new int[rows];
      numbers = null;
      targets = new Targets.Classes(classes);
    } else {
      classes = null;
      numbers = new float[rows][1];
      targets = new Targets.Numbers(numbers);
    }
  }

  /** As many rows of them as the batch has count. */
  Targets targets() {
    return targets;
  }

  void put(int row, double label, Encoder encoder) {
    if (numbers == null) {
      classes[row] = (int) label;
    } else {
      numbers[row][0] = number ? encoder.target(label) : (float) label;
    }
  }
}
