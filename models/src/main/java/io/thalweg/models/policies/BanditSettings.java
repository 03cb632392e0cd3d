package io.thalweg.models.policies;

import io.thalweg.models.agents.Format;
import java.io.Serializable;

/**
 * A contextual bandit: a choice has a reward and no other consequence. The reward of each action is
 * taken to be linear in the context, each with coefficients of its own ("disjoint", Li et al., "A
 * contextual-bandit approach to personalized news article recommendation", 2010, section 3.1).
 *
 * @param inputs numbers in a context
 * @param actions how many there are; arms
 * @param ridge how much coefficients are held near 0, above 0; 1 in the paper
 * @param intercept whether a reward has a part that does not depend on the context
 * @param seed of the draws of actions
 */
public record BanditSettings(
    int inputs, int actions, Choice choice, double ridge, boolean intercept, long seed)
    implements Serializable {
  /** How an action is chosen by estimated rewards. */
  public sealed interface Choice extends Serializable {
    /**
     * The highest estimate, or with probability epsilon one that is drawn from all alike: its
     * probability is ε / K, the best one's 1 − ε more (Sutton and Barto, 2018, 2.2).
     *
     * @param epsilon in [0, 1]
     */
    record EpsilonGreedy(double epsilon) implements Choice {
      public EpsilonGreedy {
        requireShare("epsilon", epsilon);
      }
    }

    /**
     * In proportion to e^{estimate / temperature}.
     *
     * @param temperature above 0
     */
    record Boltzmann(double temperature) implements Choice {
      public Boltzmann {
        if (!(temperature > 0 && temperature < 1e12)) {
          throw new IllegalArgumentException(
              "temperature " + temperature + " found, one above 0 expected");
        }
      }
    }

    /**
     * The highest upper confidence bound, θᵀx + α √(xᵀ A⁻¹ x) (Li et al., 2010, algorithm 1). Alone
     * it chooses one action with probability 1, and nothing can be said afterwards about the
     * others; so a share of the choices, the floor, is drawn from all alike: then the probability
     * of an action is at least floor / K, and the best one's 1 − floor more.
     *
     * @param alpha how much not knowing counts, at least 0
     * @param floor in [0, 1]; 0 is the paper's
     */
    record LinUcb(double alpha, double floor) implements Choice {
      public LinUcb {
        requireShare("floor", floor);
        if (!(alpha >= 0 && alpha < 1e12)) {
          throw new IllegalArgumentException("alpha " + alpha + " found, at least 0 expected");
        }
      }
    }
  }

  private static void requireShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(what + " " + share + " found, 0 to 1 expected");
    }
  }

  private static final int MOST = 1 << 20;

  public BanditSettings {
    if (inputs < 1 || inputs > MOST || actions < 1 || actions > MOST) {
      throw new IllegalArgumentException(
          "%d inputs and %d actions found, 1 to %d expected".formatted(inputs, actions, MOST));
    }
    if (!(ridge > 0 && ridge < 1e12)) {
      throw new IllegalArgumentException("ridge " + ridge + " found, one above 0 expected");
    }
  }

  /** As in the paper, with an intercept. */
  public BanditSettings(int inputs, int actions, Choice choice, long seed) {
    this(inputs, actions, choice, 1, true, seed);
  }

  /** Coefficients of an action. */
  int width() {
    return inputs + (intercept ? 1 : 0);
  }

  /** Of what is written, which only the like of it can read. */
  Format format(String what, byte number) {
    return new Format(
        what, number, fingerprint(), "inputs, actions, ridge, intercept and the kind of choice");
  }

  private String fingerprint() {
    return "bandit of %d inputs and %d actions, ridge: %s, intercept: %s, %s"
        .formatted(inputs, actions, ridge, intercept, choice.getClass().getSimpleName());
  }
}
