package io.thalweg.models.agents.dqn;

import java.util.Arrays;

/**
 * What a head's scores are: for each action as many as there are atoms, [action, atom]; of a
 * duelling network, [1 + action, atom], first those of the state V, then the advantages A, and the
 * score of an action is V + A − mean A, atom by atom (Wang et al., 2016, equation 9; Hessel et al.,
 * "Rainbow", 2018). That is linear, so it needs no layer.
 *
 * @param atoms 1: a score is a value
 */
record Layout(int actions, int atoms, boolean duelling) {
  int outputs() {
    return Math.multiplyExact(duelling ? actions + 1 : actions, atoms);
  }

  /**
   * The scores of the actions.
   *
   * @param scores [outputs]
   * @param gathered filled, [action, atom]
   */
  void gather(double[] scores, double[] gathered) {
    if (!duelling) {
      System.arraycopy(scores, 0, gathered, 0, gathered.length);
      return;
    }
    for (int atom = 0; atom < atoms; atom++) {
      double mean = 0;
      for (int action = 1; action <= actions; action++) {
        mean += scores[action * atoms + atom];
      }
      double state = scores[atom] - mean / actions;
      for (int action = 0; action < actions; action++) {
        gathered[action * atoms + atom] = state + scores[(action + 1) * atoms + atom];
      }
    }
  }

  /**
   * The way back: from the slopes of a loss by one action's scores to those by all.
   *
   * @param slopes [atom]
   * @param scores filled, [outputs]
   */
  void spread(double[] slopes, int action, double[] scores) {
    if (!duelling) {
      Arrays.fill(scores, 0);
      System.arraycopy(slopes, 0, scores, action * atoms, atoms);
      return;
    }
    for (int atom = 0; atom < atoms; atom++) {
      scores[atom] = slopes[atom];
      double share = slopes[atom] / actions;
      for (int other = 0; other < actions; other++) {
        scores[(other + 1) * atoms + atom] = other == action ? slopes[atom] - share : -share;
      }
    }
  }
}
