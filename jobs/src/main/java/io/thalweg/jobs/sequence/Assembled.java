package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.models.features.Row;

/** What the assembler gives to the learner and to the predictors. */
sealed interface Assembled extends Ordered {

  /** The sequence that it belongs to. */
  String key();

  /** Where the event that this is about stands in its topic. */
  Origin origin();

  @Override
  default int partition() {
    return origin().partition();
  }

  @Override
  default long offset() {
    return origin().offset();
  }

  /**
   * A sequence that ends with a new event: to be predicted, and learned from if it has its label.
   *
   * @param label index of the class, or the number; NaN if not (yet) known
   * @param window oldest row first; at most the sequence length, fewer where the key is young
   * @param raw the record as it came; null unless it may still turn out to be late
   */
  record Example(
      String id, String key, long time, double label, Row[] window, Origin origin, RawRecord raw)
      implements Assembled {
    @Override
    public int kind() {
      return 0;
    }

    boolean labelled() {
      return !Double.isNaN(label);
    }

    /** What a no-change predictor answers; NaN before the key's first label. */
    double previousLabel() {
      return window[window.length - 1].previousLabel();
    }
  }

  /** The label of an earlier example, with the window as it was predicted. */
  record LabelledExample(
      String id, String key, long time, double label, Row[] window, Origin origin)
      implements Assembled {
    @Override
    public int kind() {
      return 1;
    }
  }

  /** The wait for an example's label is over. */
  record Unlabelled(String id, String key, long time, Origin origin) implements Assembled {
    @Override
    public int kind() {
      return 2;
    }
  }
}
