package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.dqn.DqnSettings.Atoms;
import java.util.Arrays;

/**
 * A value is a distribution of returns over atoms z, the softmax of an action's scores (Bellemare
 * et al., 2017, algorithm 1). That of the best next action is moved to r + γ z, shared out among
 * the nearest atoms, and is what cross-entropy learns. An action's value is the expectation; how
 * far off it was is the Kullback-Leibler divergence (Hessel et al., "Rainbow", 2018).
 */
final class CategoricalValues implements ActionValues {
  private final Layout layout;
  private final Atoms atoms;
  private final boolean prioritised;
  private final double[] support;
  private final double[] scores;
  private final double[] gathered;
  private final double[] probabilities;
  private final double[] slopes;
  private final float[] values;
  private final double[][] targets;
  private final int[] actions;
  private final double[] errors;
  private final double[] said;

  /**
   * @param prioritised whether anyone asks how far off a row was
   */
  CategoricalValues(Layout layout, Atoms atoms, boolean prioritised, int batch) {
    this.layout = layout;
    this.atoms = atoms;
    this.prioritised = prioritised;
    support = new double[atoms.count()];
    for (int atom = 0; atom < support.length; atom++) {
      support[atom] = atoms.least() + atom * atoms.distance();
    }
    scores = new double[layout.outputs()];
    gathered = new double[layout.actions() * support.length];
    probabilities = new double[gathered.length];
    slopes = new double[support.length];
    values = new float[layout.actions()];
    targets = new double[batch][support.length];
    actions = new int[batch];
    errors = new double[batch];
    said = new double[batch];
  }

  @Override
  public void values(float[] found, float[] filled) {
    gather(found);
    for (int action = 0; action < filled.length; action++) {
      softmax(action);
      int first = action * support.length;
      double value = 0;
      for (int atom = 0; atom < support.length; atom++) {
        value += probabilities[first + atom] * support[atom];
      }
      filled[action] = (float) value;
    }
  }

  private void gather(float[] found) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] = found[i];
    }
    layout.gather(scores, gathered);
  }

  /**
   * Fills the probabilities of an action's atoms.
   *
   * @return log of the sum of the scores' exponentials
   */
  private double softmax(int action) {
    int first = action * support.length;
    double highest = Double.NEGATIVE_INFINITY;
    for (int atom = 0; atom < support.length; atom++) {
      highest = Math.max(highest, gathered[first + atom]);
    }
    double sum = 0;
    for (int atom = 0; atom < support.length; atom++) {
      probabilities[first + atom] = Exponential.of(gathered[first + atom] - highest);
      sum += probabilities[first + atom];
    }
    for (int atom = 0; atom < support.length; atom++) {
      probabilities[first + atom] /= sum;
    }
    return highest + StrictMath.log(sum);
  }

  @Override
  public void target(
      int row, int action, double reward, double discount, float[] next, float[] chooser) {
    actions[row] = action;
    values(chooser, values);
    int best = ActionValues.best(values);
    if (chooser != next) {
      gather(next);
      softmax(best);
    }
    project(best, reward, discount, targets[row]);
  }

  /** Where an atom of the next distribution falls between two atoms, each gets its share of it. */
  private void project(int action, double reward, double discount, double[] target) {
    Arrays.fill(target, 0);
    int first = action * support.length;
    for (int atom = 0; atom < support.length; atom++) {
      double moved = reward + discount * support[atom];
      double kept = Math.max(atoms.least(), Math.min(atoms.greatest(), moved));
      double place = (kept - atoms.least()) / atoms.distance();
      int below = Math.min((int) place, support.length - 1);
      double above = place - below;
      target[below] += probabilities[first + atom] * (1 - above);
      if (above > 0 && below + 1 < support.length) {
        target[below + 1] += probabilities[first + atom] * above;
      }
    }
  }

  /** What a row should learn, [atom]. */
  double[] target(int row) {
    return targets[row];
  }

  @Override
  public double errors(double[] found, int row) {
    layout.gather(found, gathered);
    int action = actions[row];
    int first = action * support.length;
    double logSum = softmax(action);
    double[] target = targets[row];
    double loss = 0;
    double entropy = 0;
    said[row] = 0;
    for (int atom = 0; atom < support.length; atom++) {
      said[row] += probabilities[first + atom] * support[atom];
      slopes[atom] = probabilities[first + atom] - target[atom];
      loss -= target[atom] * (gathered[first + atom] - logSum);
      entropy -= prioritised && target[atom] > 0 ? target[atom] * StrictMath.log(target[atom]) : 0;
    }
    errors[row] = loss - entropy;
    layout.spread(slopes, action, found);
    return loss;
  }

  @Override
  public double said(int row) {
    return said[row];
  }

  @Override
  public double[] errors() {
    return errors;
  }
}
