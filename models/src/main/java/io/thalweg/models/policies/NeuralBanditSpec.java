package io.thalweg.models.policies;

import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.replay.ReplaySettings;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Networks;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.policies.BanditSettings.Choice;

/**
 * A neural bandit before it has learned anything.
 *
 * @param network up to the estimated rewards, one per action; one that reads no sequences
 * @param inputs numbers in a context
 * @param actions how many there are
 */
public record NeuralBanditSpec(
    Architecture network, int inputs, int actions, NeuralBanditSettings settings) {
  public NeuralBanditSpec {
    if (network.readsSteps() || inputs < 1 || actions < 1 || actions > 1 << 20) {
      throw new IllegalArgumentException(
          "%s of %d inputs and %d actions found, a network without sequences and at least one of each expected"
              .formatted(network, inputs, actions));
    }
  }

  private Dimensions dimensions() {
    return new Dimensions(inputs, 1, new Head(Head.Kind.IDENTITY_SQUARED_ERROR, actions));
  }

  Outline outline() {
    return Networks.outline(network, dimensions());
  }

  /** In the plan's order. */
  float[] initialParameters() {
    float[] stored = Networks.initial(network, dimensions(), settings.seed());
    return new Dl4jOrder(outline()).fromDl4j(stored);
  }

  /** Coefficients of an action: one per unit of the last hidden layer, and the intercept. */
  int width() {
    return outline().features() + 1;
  }

  /** Regressions that have learned nothing; null where nobody asks them. */
  LinearArms arms() {
    return settings.bounds() ? new LinearArms(actions, width(), settings.ridge()) : null;
  }

  /** What the choice is made by. */
  Estimates estimates(Plan plan, LinearArms arms, int rows) {
    return arms == null
        ? new NetworkEstimates(plan, actions, rows)
        : new LinearEstimates(new HiddenLayer(plan, width(), rows), arms);
  }

  BanditDecisions decisions(Choice choice, Estimates estimates) {
    return new BanditDecisions(inputs, actions, settings.seed(), choice, estimates);
  }

  ReplaySettings replay() {
    return new ReplaySettings(
        settings.capacity(),
        inputs,
        settings.streams(),
        1,
        0,
        Storage.FLOATS,
        null,
        settings.correctable(),
        false);
  }

  /** Of what is written, which only the like of it can read. */
  Format format(String what, byte number) {
    return new Format(
        what, number, fingerprint(), "network, inputs, actions, ridge and the kind of choice");
  }

  private String fingerprint() {
    return "bandit by %s of %d inputs and %d actions, ridge: %s, %s"
        .formatted(
            network,
            inputs,
            actions,
            settings.ridge(),
            settings.choice().getClass().getSimpleName());
  }
}
