package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import java.util.Arrays;

/**
 * Scores, which are weighted sums of the features, and what a loss makes of them; in plain Java:
 * each row by itself, in double. Parameters: W [outputs, features], row by row, b [outputs].
 */
final class OutputHead {
  private final Loss loss;
  private final boolean everyStep;
  private final int outputs;
  private final int features;
  private final float[] weights;
  private final float[] bias;
  private final float[] weightGradient;
  private final float[] biasGradient;
  private final double[] scores;
  private final float[] row;
  private final float[] rowGradient;
  private final ToTargets toTargets = new ToTargets();

  OutputHead(Head head, int features) {
    this.features = features;
    loss = Loss.of(head.kind());
    everyStep = head.everyStep();
    outputs = head.outputs();
    weights = new float[outputs * features];
    bias = new float[outputs];
    weightGradient = new float[weights.length];
    biasGradient = new float[outputs];
    scores = new double[outputs];
    row = new float[features];
    rowGradient = new float[features];
  }

  void load(float[] parameters, int offset) {
    System.arraycopy(parameters, offset, weights, 0, weights.length);
    System.arraycopy(parameters, offset + weights.length, bias, 0, outputs);
  }

  /** For each window of the batch; on every step, what the newest one gives. */
  void predict(Signal in, Batch batch, float[][] predictions) {
    for (int i = 0; i < batch.count(); i++) {
      predict(in, in.place(everyStep ? batch.length(i) - 1 : 0, i), predictions[i]);
    }
  }

  /**
   * For each step of each window.
   *
   * @param predictions [row, step, output], filled where the batch's steps are not empty
   */
  void predictSteps(Signal in, Batch batch, float[][][] predictions) {
    for (int i = 0; i < batch.count(); i++) {
      int empty = batch.steps() - batch.length(i);
      for (int step = 0; step < batch.length(i); step++) {
        predict(in, in.place(step, i), predictions[i][empty + step]);
      }
    }
  }

  /**
   * @param place of the features
   */
  void predict(Signal in, int place, float[] prediction) {
    in.values().get(place, row, 0, features);
    score();
    loss.outputs(scores, prediction);
  }

  private void score() {
    for (int j = 0; j < outputs; j++) {
      scores[j] = bias[j] + dot(j * features);
    }
  }

  /** Four sums side by side, in an order that no compiler may change. */
  private double dot(int offset) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < features; i += 4) {
      a += (double) weights[offset + i] * row[i];
      b += (double) weights[offset + i + 1] * row[i + 1];
      c += (double) weights[offset + i + 2] * row[i + 2];
      d += (double) weights[offset + i + 3] * row[i + 3];
    }
    for (; i < features; i++) {
      a += (double) weights[offset + i] * row[i];
    }
    return (a + b) + (c + d);
  }

  /**
   * Fills the gradient by the features, and keeps the one by its parameters.
   *
   * @param weights how much each window counts
   * @return mean over the windows of weight × loss; a window's loss is the sum over its steps
   */
  double learn(Signal in, Batch batch, Targets targets, float[] weights) {
    targets.requireCount(in.rows() * (everyStep ? batch.steps() : 1));
    toTargets.targets = targets;
    return learn(in, batch, toTargets, weights);
  }

  /** As above, with a loss that is not the head's own. */
  double learn(Signal in, Batch batch, Objective objective, float[] weights) {
    int steps = everyStep ? batch.steps() : 1;
    Arrays.fill(weightGradient, 0);
    Arrays.fill(biasGradient, 0);
    in.gradient().clear();
    float share = 1f / in.rows();
    double sum = 0;
    for (int i = 0; i < in.rows(); i++) {
      int length = everyStep ? batch.length(i) : 1;
      int first = (i + 1) * steps - length;
      for (int step = 0; step < length; step++) {
        if (objective.known(first + step)) {
          int place = in.place(step, i);
          sum += weights[i] * errors(in, place, objective, first + step);
          addErrors(weights[i] * share);
          in.gradient().put(place, rowGradient, 0, features);
        }
      }
    }
    return sum / in.rows();
  }

  /** Turns the scores into errors. */
  private double errors(Signal in, int place, Objective objective, int target) {
    in.values().get(place, row, 0, features);
    score();
    return objective.errors(scores, target);
  }

  /** Of the row, whose scores the loss has turned into errors. */
  private void addErrors(float share) {
    Arrays.fill(rowGradient, 0);
    for (int j = 0; j < outputs; j++) {
      float error = (float) scores[j] * share;
      biasGradient[j] += error;
      add(error, j * features);
    }
  }

  private void add(float error, int offset) {
    for (int i = 0; i < features; i++) {
      weightGradient[offset + i] += error * row[i];
      rowGradient[i] += error * weights[offset + i];
    }
  }

  /** How far the scores are from given targets, by the head's own loss. */
  private final class ToTargets implements Objective {
    private Targets targets;

    @Override
    public boolean known(int target) {
      return targets.known(target);
    }

    @Override
    public double errors(double[] found, int target) {
      targets.requireRow(target, outputs);
      return loss.errors(found, targets, target);
    }
  }

  void storeGradient(float[] gradient, int offset) {
    System.arraycopy(weightGradient, 0, gradient, offset, weightGradient.length);
    System.arraycopy(biasGradient, 0, gradient, offset + weightGradient.length, outputs);
  }
}
