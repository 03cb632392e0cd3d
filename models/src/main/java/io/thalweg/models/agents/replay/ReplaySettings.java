package io.thalweg.models.agents.replay;

/**
 * What a replay memory is.
 *
 * @param capacity transitions that it remembers, the newest
 * @param inputs numbers in an observation
 * @param streams environments that it is filled from
 * @param steps of a return before it is bootstrapped (Sutton and Barto, 2018, equation 7.1)
 * @param discount of a step, in [0, 1]
 * @param storage of observations
 * @param priorities null: every transition is drawn as often as any other
 * @param correctable whether rewards may be corrected later: twelve bytes more per transition, and
 *     an index of about a hundred
 * @param linked whether a transition knows the one before in its episode, so that sequences can be
 *     read: four bytes more; of single steps only
 */
public record ReplaySettings(
    int capacity,
    int inputs,
    int streams,
    int steps,
    double discount,
    Storage storage,
    Priorities priorities,
    boolean correctable,
    boolean linked) {
  /** How the numbers of observations are stored. */
  public enum Storage {
    /** Four bytes each. */
    FLOATS,
    /** A byte each: whole numbers from 0 to 255, as of images and boards. */
    BYTES
  }

  /**
   * How often which transition is drawn (Schaul et al., "Prioritized experience replay", 2016,
   * section 3.3).
   *
   * @param alpha how much the error counts: 0 not at all, 1 in proportion
   * @param epsilon added to every error, above 0, so that each transition is drawn some day
   */
  public record Priorities(double alpha, double epsilon) {
    public Priorities {
      if (!(alpha >= 0 && alpha <= 1) || !(epsilon > 0 && epsilon <= 1)) {
        throw new IllegalArgumentException(
            "alpha %s and epsilon %s found, 0 to 1 and more than 0 to 1 expected"
                .formatted(alpha, epsilon));
      }
    }
  }

  /** Sizes beyond these are a mistake, and what is computed with them would overflow. */
  private static final int MOST_TRANSITIONS = 1 << 28;

  private static final int MOST = 1 << 24;
  private static final int BYTES_PER_INDEXED = 100;

  public ReplaySettings {
    requireSize("capacity", capacity, MOST_TRANSITIONS);
    requireSize("inputs", inputs, MOST);
    requireSize("streams", streams, MOST);
    requireSize("steps", steps, MOST);
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException("discount " + discount + " found, 0 to 1 expected");
    }
    if (linked && steps > 1) {
      throw new IllegalArgumentException(
          "linked returns of %d steps found, of 1 expected".formatted(steps));
    }
  }

  /** One whose rewards are final, and whose transitions are drawn one by one. */
  public ReplaySettings(
      int capacity,
      int inputs,
      int streams,
      int steps,
      double discount,
      Storage storage,
      Priorities priorities) {
    this(capacity, inputs, streams, steps, discount, storage, priorities, false, false);
  }

  private static void requireSize(String what, int size, int most) {
    if (size < 1 || size > most) {
      throw new IllegalArgumentException(
          "%s %d found, 1 to %d expected".formatted(what, size, most));
    }
  }

  long bytesPerSlot() {
    return Segment.bytesPerSlot(this);
  }

  /** Bytes that the memory takes, from the beginning to the end. */
  public double bytes() {
    int ofIndex = correctable ? BYTES_PER_INDEXED : 0;
    double slots = (double) capacity * (bytesPerSlot() + ofIndex);
    double windows = steps == 1 ? 0 : (double) streams * NStepWindow.bytes(steps, inputs);
    double tree = priorities == null ? 0 : 2.0 * SumTree.leaves(capacity) * Double.BYTES;
    return slots + windows + tree;
  }

  /**
   * Makes sure that the memory can be had before any of it is allocated.
   *
   * @throws IllegalArgumentException if the heap is smaller
   */
  void requireRoom(long most) {
    if (bytes() > most) {
      throw new IllegalArgumentException(
          "replay memory of %d transitions of %d inputs (%.0f MB) found, at most the heap's %d MB expected: lower its capacity or raise -Xmx"
              .formatted(capacity, inputs, bytes() / (1 << 20), most >> 20));
    }
  }
}
