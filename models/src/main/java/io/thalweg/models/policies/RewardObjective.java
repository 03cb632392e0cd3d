package io.thalweg.models.policies;

import io.thalweg.models.plan.Objective;
import java.util.Arrays;

/**
 * The loss of estimated rewards: the square of the error of the action that was taken; of the
 * others nothing is known (Riquelme, Tucker and Snoek, 2018, section 3).
 */
final class RewardObjective implements Objective {
  private final int[] actions;
  private final float[] rewards;

  RewardObjective(int rows) {
    actions = new int[rows];
    rewards = new float[rows];
  }

  void set(int row, int action, float reward) {
    actions[row] = action;
    rewards[row] = reward;
  }

  @Override
  public double errors(double[] scores, int row) {
    int action = actions[row];
    double error = scores[action] - rewards[row];
    Arrays.fill(scores, 0);
    scores[action] = 2 * error;
    return error * error;
  }
}
