package io.thalweg.models.features;

import java.io.Serializable;
import java.util.List;

/**
 * What is to be predicted. Labels are numbers everywhere: a class by its index, NaN where there is
 * none.
 */
public sealed interface Target extends Serializable {
  /** No label. */
  double NONE = Double.NaN;

  /** Numbers in an answer. */
  int width();

  /** Whether a label is one that can be learned. */
  boolean holds(double label);

  /** What {@link #holds} asks for, in words. */
  String labels();

  /** Inputs that the label before takes. */
  int inputs();

  /**
   * One class of several; an answer is the probability of each.
   *
   * @param names of the classes, in the order of their indices
   */
  record Classes(List<String> names) implements Target {
    private static final long serialVersionUID = 1L;

    public Classes {
      names = List.copyOf(names);
    }

    @Override
    public int width() {
      return names.size();
    }

    @Override
    public boolean holds(double label) {
      return label >= 0 && label < names.size() && label == Math.rint(label);
    }

    @Override
    public String labels() {
      return "the index of a class, 0 to " + (names.size() - 1);
    }

    @Override
    public int inputs() {
      return names.size();
    }
  }

  /** A number within a 32-bit float's range; an answer is the one that is expected. */
  record Quantity() implements Target {
    private static final long serialVersionUID = 1L;

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean holds(double label) {
      return Math.abs(label) <= Float.MAX_VALUE;
    }

    @Override
    public String labels() {
      return "a number within ±3.4e38";
    }

    @Override
    public int inputs() {
      return 1;
    }
  }
}
