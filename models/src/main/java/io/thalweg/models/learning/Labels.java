package io.thalweg.models.learning;

import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Targets;
import java.util.Arrays;

/** The labels of a batch as a network's targets, filled again and again. */
final class Labels {
  private final boolean number;
  private final int steps;
  private final int[] classes;
  private final float[][] numbers;
  private final boolean[] known;
  private final Targets targets;

  /**
   * @param steps of a window in the batch
   */
  Labels(ModelSpec spec, int rows, int steps) {
    number = spec.target() instanceof Target.Quantity;
    boolean all = spec.learning().steps() == Learning.Steps.ALL;
    this.steps = all ? steps : 1;
    int places = Math.multiplyExact(rows, this.steps);
    Targets whole;
    if (spec.head().kind() == Head.Kind.SOFTMAX_CROSS_ENTROPY) {
      classes = new int[places];
      numbers = null;
      whole = new Targets.Classes(classes);
    } else {
      classes = null;
      numbers = new float[places][1];
      whole = new Targets.Numbers(numbers);
    }
    known = new boolean[all ? places : 0];
    targets = all ? new Targets.Masked(whole, known) : whole;
  }

  /** As many rows of them as the batch has count; of all steps, as many for each row. */
  Targets targets() {
    return targets;
  }

  void put(int row, Example example, Encoder encoder) {
    int newest = (row + 1) * steps - 1;
    put(newest, example.label(), encoder);
    if (known.length > 0) {
      Arrays.fill(known, row * steps, newest, false);
      known[newest] = true;
      Row[] window = example.window();
      for (int back = 1; back < Math.min(steps, window.length); back++) {
        double label = window[window.length - 1 - back].label();
        if (!Double.isNaN(label)) {
          put(newest - back, label, encoder);
          known[newest - back] = true;
        }
      }
    }
  }

  private void put(int place, double label, Encoder encoder) {
    if (numbers == null) {
      classes[place] = (int) label;
    } else {
      numbers[place][0] = number ? encoder.target(label) : (float) label;
    }
  }
}
