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
 * @param network up to the values; with {@link DqnSettings#sequences} one of recurrent layers that
 *     reads numbers forwards, else one that reads no sequences
 * @param inputs numbers in an observation
 * @param actions how many there are
 */
public record DqnSpec(Architecture network, int inputs, int actions, DqnSettings settings) {
  public DqnSpec {
    boolean sequences = settings.sequences() != null;
    if (sequences ? !readsForwards(network) : network.readsSteps()) {
      throw new IllegalArgumentException(
          "%s found, a network %s expected"
              .formatted(
                  network,
                  sequences
                      ? "of recurrent layers that read numbers in one direction"
                      : "without sequences, or settings with sequences"));
    }
    if (actions < 1 || actions > 1 << 20) {
      throw new IllegalArgumentException(
          "%d actions found, 1 to %d expected".formatted(actions, 1 << 20));
    }
  }

  /** What knows the observations to come would say what no policy can know. */
  private static boolean readsForwards(Architecture network) {
    return network instanceof Architecture.Recurrent recurrent
        && !recurrent.bidirectional()
        && recurrent.embedding() == null;
  }

  /** Longest window of a plan: what an action is chosen from, and what the newest one led to. */
  int steps() {
    return settings.sequences() == null ? 1 : settings.window() + 1;
  }

  Dimensions dimensions() {
    int outputs = ActionValues.layout(this).outputs();
    boolean everyStep = settings.sequences() != null;
    return new Dimensions(
        inputs, steps(), new Head(Head.Kind.IDENTITY_SQUARED_ERROR, outputs, everyStep));
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
        what,
        number,
        fingerprint(),
        "network, observations, actions, duelling, atoms and sequences");
  }

  private String fingerprint() {
    String sequences = settings.sequences() == null ? "" : ", " + settings.sequences();
    return "%s of %d inputs and %d actions, duelling: %s, atoms: %s%s"
        .formatted(network, inputs, actions, settings.duelling(), settings.atoms(), sequences);
  }
}
