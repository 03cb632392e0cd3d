package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;

/** What a version of a bandit says of the rewards of actions in a context. */
interface Estimates {
  /** Takes contexts on. */
  void look(Batch contexts);

  /** Turns to one of them. */
  void turnTo(int row);

  /** The estimated reward there. */
  double estimate(int action);

  /** How little is known of it, in units of the reward's noise. */
  double doubt(int action);
}
