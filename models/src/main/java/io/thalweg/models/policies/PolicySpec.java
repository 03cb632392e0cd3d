package io.thalweg.models.policies;

import io.thalweg.models.agents.Format;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Networks;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Outline;

/**
 * A softmax policy, and the values of states beside it, before anything is learned. The two are
 * networks of the same shape with nothing in common.
 *
 * @param network up to the scores; one that reads no sequences
 * @param inputs numbers in an observation
 * @param actions how many there are
 * @param seed of initial parameters, of the draws of actions and of minibatches
 */
public record PolicySpec(Architecture network, int inputs, int actions, long seed) {
  private static final int MOST_ACTIONS = 1 << 20;

  /** How much smaller the last weights of a policy begin (Andrychowicz et al., 2021). */
  private static final float FIRST_SCORES = 0.01f;

  public PolicySpec {
    if (network.readsSteps() || inputs < 1 || actions < 1 || actions > MOST_ACTIONS) {
      throw new IllegalArgumentException(
          "%s of %d inputs and %d actions found, a network without sequences and at least one of each expected"
              .formatted(network, inputs, actions));
    }
  }

  Outline outline() {
    return outline(actions);
  }

  Outline valueOutline() {
    return outline(1);
  }

  private Outline outline(int outputs) {
    return Networks.outline(network, dimensions(outputs));
  }

  private Dimensions dimensions(int outputs) {
    return new Dimensions(inputs, 1, new Head(Head.Kind.IDENTITY_SQUARED_ERROR, outputs));
  }

  /**
   * The policy's, in the plan's order. Its last weights are small, so that it begins by choosing
   * all actions nearly alike (Andrychowicz et al., "What matters for on-policy deep actor-critic
   * methods?", 2021, section 3.2).
   */
  float[] initialParameters() {
    float[] parameters = initial(outline(), seed);
    int head = parameters.length - headSize(parameters.length);
    for (int i = head; i < parameters.length; i++) {
      parameters[i] *= FIRST_SCORES;
    }
    return parameters;
  }

  /** Parameters that grow with the actions: those of the head. */
  private int headSize(int size) {
    int oneMore = Networks.size(network, dimensions(actions + 1));
    return (oneMore - size) * actions;
  }

  /** Those of the values, in the plan's order. */
  float[] initialValueParameters() {
    return initial(valueOutline(), ~seed);
  }

  private float[] initial(Outline outline, long from) {
    float[] stored = Networks.initial(network, dimensions(outline.head().outputs()), from);
    return new Dl4jOrder(outline).fromDl4j(stored);
  }

  /** Of what is written, which only the like of it can read. */
  Format format(String what, byte number) {
    return new Format(what, number, fingerprint(), "network, observations and actions");
  }

  private String fingerprint() {
    return "policy by %s of %d inputs and %d actions".formatted(network, inputs, actions);
  }
}
