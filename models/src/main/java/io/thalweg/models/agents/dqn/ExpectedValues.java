package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.dqn.DqnSettings.Loss;

/**
 * A value is the expected return: the loss is of δ = Q(s, a) − (r + γ Q⁻(s′, a*)) (Mnih et al.,
 * 2015, algorithm 1), a* the best action by Q⁻, or by Q (van Hasselt et al., 2016, equation 4).
 */
final class ExpectedValues implements ActionValues {
  private final Layout layout;
  private final Loss loss;
  private final double[] scores;
  private final double[] gathered;
  private final float[] values;
  private final double[] slope = new double[1];
  private final double[] targets;
  private final int[] actions;
  private final double[] errors;

  ExpectedValues(Layout layout, Loss loss, int batch) {
    this.layout = layout;
    this.loss = loss;
    scores = new double[layout.outputs()];
    gathered = new double[layout.actions()];
    values = new float[layout.actions()];
    targets = new double[batch];
    actions = new int[batch];
    errors = new double[batch];
  }

  @Override
  public void values(float[] found, float[] filled) {
    gather(found);
    for (int action = 0; action < filled.length; action++) {
      filled[action] = (float) gathered[action];
    }
  }

  private void gather(float[] found) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found[i];
    }
    layout.gather(scores, gathered);
  }

  @Override
  public void target(
      int row, int action, double reward, double discount, float[] next, float[] chooser) {
    actions[row] = action;
    values(chooser, values);
    int best = ActionValues.best(values);
    gather(next);
    targets[row] = discount == 0 ? reward : reward + discount * gathered[best];
  }

  /** What a row should learn. */
  double target(int row) {
    return targets[row];
  }

  @Override
  public double errors(double[] found, int row) {
    layout.gather(found, gathered);
    double error = gathered[actions[row]] - targets[row];
    errors[row] = error;
    double size = Math.abs(error);
    boolean linear = loss == Loss.HUBER && size > 1;
    slope[0] = loss == Loss.SQUARED ? 2 * error : linear ? Math.signum(error) : error;
    layout.spread(slope, actions[row], found);
    if (loss == Loss.SQUARED) {
      return error * error;
    }
    return linear ? size - 0.5 : error * error / 2;
  }

  @Override
  public double said(int row) {
    return targets[row] + errors[row];
  }

  @Override
  public double[] errors() {
    return errors;
  }
}
