package io.thalweg.models.network;

import io.thalweg.models.plan.Head;

/**
 * What goes in and comes out.
 *
 * @param inputs inputs per step, at least 1
 * @param steps longest window
 * @param head what the network ends in
 */
public record Dimensions(int inputs, int steps, Head head) {
  /** Ending in a softmax over so many classes, at least 1. */
  public Dimensions(int inputs, int steps, int classes) {
    this(inputs, steps, new Head(Head.Kind.SOFTMAX_CROSS_ENTROPY, classes));
  }

  /** Numbers that come out. */
  public int outputs() {
    return head.outputs();
  }
}
