package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.Format;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Networks;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Outline;

/**
 * An agent that learns the values of actions, before it has learned anything.
 *
 * @param network up to the values; one that reads no sequences
 * @param inputs numbers in an observation
 * @param actions how many there are
 */
public record DqnSpec(Architecture network, int inputs, int actions, DqnSettings settings) {
  public DqnSpec {
    if (network.readsSteps() || actions < 1 || actions > 1 << 20) {
      throw new IllegalArgumentException(
          "%s of %d actions found, a network without sequences and at least one expected"
              .formatted(network, actions));
    }
  }

  Dimensions dimensions() {
    int outputs = ActionValues.layout(this).outputs();
    return new Dimensions(inputs, 1, new Head(Head.Kind.IDENTITY_SQUARED_ERROR, outputs));
  }

  Outline outline() {
    return Networks.outline(network, dimensions());
  }

  /** In the plan's order. */
  float[] initialParameters() {
    return new Dl4jOrder(outline())
        .fromDl4j(Networks.initial(network, dimensions(), settings.seed()));
  }

  /** Of what is written, which only the like of it can read. */
  Format format(String what, byte number) {
    return new Format(
        what, number, fingerprint(), "network, observations, actions, duelling and atoms");
  }

  private String fingerprint() {
    return "%s of %d inputs and %d actions, duelling: %s, atoms: %s"
        .formatted(network, inputs, actions, settings.duelling(), settings.atoms());
  }
}
