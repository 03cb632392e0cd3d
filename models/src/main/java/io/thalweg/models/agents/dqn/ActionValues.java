package io.thalweg.models.agents.dqn;

import io.thalweg.models.plan.Objective;

/**
 * What a network says about actions: their values, what these should have been, and how far off
 * they were. Filled anew for each batch; allocates nothing after it was made.
 */
sealed interface ActionValues extends Objective permits ExpectedValues, CategoricalValues {
  /**
   * As the settings want them.
   *
   * @param batch most rows to learn from
   */
  static ActionValues of(DqnSpec spec, int batch) {
    DqnSettings settings = spec.settings();
    return settings.atoms() == null
        ? new ExpectedValues(layout(spec), settings.loss(), batch)
        : new CategoricalValues(
            layout(spec), settings.atoms(), settings.prioritised() != null, batch);
  }

  static Layout layout(DqnSpec spec) {
    DqnSettings settings = spec.settings();
    int atoms = settings.atoms() == null ? 1 : settings.atoms().count();
    return new Layout(spec.actions(), atoms, settings.duelling());
  }

  /**
   * The values of the actions.
   *
   * @param scores [outputs] of the network
   * @param values filled, [actions]
   */
  void values(float[] scores, float[] values);

  /**
   * What a row should learn: reward + discount × the value that the next scores say of the best
   * action.
   *
   * @param action whose value it is
   * @param next scores of the target network, where the action led to
   * @param chooser scores by which the best action is chosen there: the same, or with double
   *     Q-learning those of the network that learns
   * @param discount 0: nothing comes after it
   */
  void target(int row, int action, double reward, double discount, float[] next, float[] chooser);

  /** What the network said of the action that a row has learned. */
  double said(int row);

  /** How far off each row was, for its priority; not a copy. */
  double[] errors();

  /** The action of the highest value, the first of several. */
  static int best(float[] values) {
    int best = 0;
    for (int action = 1; action < values.length; action++) {
      if (values[action] > values[best]) {
        best = action;
      }
    }
    return best;
  }
}
