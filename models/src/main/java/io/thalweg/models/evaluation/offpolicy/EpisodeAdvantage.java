package io.thalweg.models.evaluation.offpolicy;

import io.thalweg.models.evaluation.offpolicy.Compared.Choice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A policy's advantage over those that chose, summed over the steps of an episode so far, as {@link
 * PolicyComparison} says.
 */
final class EpisodeAdvantage {
  private double trace;
  private double sum;

  /**
   * @param baseline return that is expected of any action where there is no model
   */
  void add(Compared step, Choice policy, double discount, double baseline) {
    trace *= discount;
    if (step.known()) {
      double excess = policy.probability() / step.logged() - 1;
      trace += excess;
      sum +=
          step.modelled()
              ? policy.model() - step.modelOfTaken() - excess * step.modelOfTaken()
              : -excess * baseline;
    }
    sum += step.reward() * trace;
  }

  double sum() {
    return sum;
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(trace);
    out.writeDouble(sum);
  }

  void read(DataInput in) throws IOException {
    trace = in.readDouble();
    sum = in.readDouble();
  }
}
