package io.thalweg.models.policies;

import java.io.Serializable;

/** What is made large so that a policy gets better; its slope is the policy gradient. */
public sealed interface Surrogate extends Serializable {
  /**
   * min(ρ A, clip(ρ, 1 − ε, 1 + ε) A), ρ the probability of the action over that with which it was
   * chosen (Schulman et al., "Proximal policy optimization algorithms", 2017, equation 7).
   *
   * @param clipCoef ε, above 0
   */
  record Clipped(double clipCoef) implements Surrogate {
    public Clipped {
      if (!(clipCoef > 0 && clipCoef < 1e6)) {
        throw new IllegalArgumentException(
            "clip coefficient " + clipCoef + " found, one above 0 expected");
      }
    }
  }

  /**
   * A ln π(a) (Mnih et al., "Asynchronous methods for deep reinforcement learning", 2016, section
   * 4; Sutton and Barto, 2018, 13.4). Right only for actions that this policy chose; a logged
   * probability has no influence.
   */
  record LogLikelihood() implements Surrogate {}
}
