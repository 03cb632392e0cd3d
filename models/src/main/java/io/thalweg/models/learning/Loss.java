package io.thalweg.models.learning;

import io.thalweg.models.features.Target;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Head.Kind;

/** What a network learns to make small (Goodfellow et al., "Deep Learning", 2016, 6.2). */
public enum Loss {
  /** Of classes: softmax and the negative log-likelihood. */
  CROSS_ENTROPY,
  /**
   * Of two classes: one sigmoid, the probability of the second, and the negative log-likelihood.
   */
  BINARY_CROSS_ENTROPY,
  /** Of a number, or of two classes as 0 and 1 through a sigmoid: the squared error. */
  MSE,
  /**
   * Of a number with outliers: squared up to one standard deviation, linear beyond (Huber, 1964).
   */
  HUBER;

  /** What is taken where nothing else is asked for. */
  public static Loss of(Target target) {
    return target instanceof Target.Classes ? CROSS_ENTROPY : MSE;
  }

  /** Whether it is one of such a target. */
  public boolean fits(Target target) {
    boolean two = target instanceof Target.Classes && target.width() == 2;
    return switch (this) {
      case CROSS_ENTROPY -> target instanceof Target.Classes;
      case BINARY_CROSS_ENTROPY -> two;
      case MSE -> two || target instanceof Target.Quantity;
      case HUBER -> target instanceof Target.Quantity;
    };
  }

  Head head(Target target) {
    boolean classes = target instanceof Target.Classes;
    return switch (this) {
      case CROSS_ENTROPY -> new Head(Kind.SOFTMAX_CROSS_ENTROPY, target.width());
      case BINARY_CROSS_ENTROPY -> new Head(Kind.SIGMOID_CROSS_ENTROPY, 1);
      case MSE -> new Head(classes ? Kind.SIGMOID_SQUARED_ERROR : Kind.IDENTITY_SQUARED_ERROR, 1);
      case HUBER -> new Head(Kind.IDENTITY_HUBER, 1);
    };
  }
}
