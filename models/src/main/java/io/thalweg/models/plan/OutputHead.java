package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import java.util.Arrays;

/**
 * Scores, which are weighted sums of the features, and what a loss makes of them; in plain Java:
 * each row by itself, in double. Parameters: W [outputs, features], row by row, b [outputs].
 *
 * <p>Arrays of their own, for only a loop without offsets becomes vector instructions. Whatever
 * stands side by side, each sum keeps its order and so its bits.
 */
final class OutputHead {
  /** From so many outputs on, all sums grow feature by feature, side by side. */
  private static final int MANY = 8;

  private final Loss loss;
  private final boolean everyStep;
  private final int outputs;
  private final int features;
  private final float[][] weights;

  /** The same, feature by feature; none of few outputs. */
  private final double[][] byFeature;

  private final double[][] sums;
  private final float[] bias;
  private final float[][] weightGradient;
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
    weights = new float[outputs][features];
    byFeature = new double[outputs < MANY ? 0 : features][outputs];
    sums = new double[4][outputs];
    bias = new float[outputs];
    weightGradient = new float[outputs][features];
    biasGradient = new float[outputs];
    scores = new double[outputs];
    row = new float[features];
    rowGradient = new float[features];
  }

  void load(float[] parameters, int offset) {
    for (int j = 0; j < outputs; j++) {
      System.arraycopy(parameters, offset + j * features, weights[j], 0, features);
    }
    System.arraycopy(parameters, offset + outputs * features, bias, 0, outputs);
    for (int i = 0; i < byFeature.length; i++) {
      for (int j = 0; j < outputs; j++) {
        byFeature[i][j] = weights[j][i];
      }
    }
  }

  /** For each window of the batch; on every step, what the newest one gives. */
  void predict(Signal in, Batch batch, float[][] predictions) {
    for (int i = 0; i < batch.count(); i++) {
      predict(in, in.place(everyStep ? batch.length(i) - 1 : 0, i), predictions[i]);
    }
  }

  /** What it reads of each window of the batch; on every step, at the newest one. */
  void features(Signal in, Batch batch, float[][] filled) {
    for (int i = 0; i < batch.count(); i++) {
      in.values().get(in.place(everyStep ? batch.length(i) - 1 : 0, i), filled[i], 0, features);
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
    if (outputs < MANY) {
      for (int j = 0; j < outputs; j++) {
        scores[j] = bias[j] + dot(weights[j]);
      }
      return;
    }
    for (double[] each : sums) {
      Arrays.fill(each, 0);
    }
    int whole = features & ~3;
    for (int i = 0; i < features; i++) {
      add(sums[i < whole ? i & 3 : 0], byFeature[i], row[i]);
    }
    for (int j = 0; j < outputs; j++) {
      scores[j] = bias[j] + ((sums[0][j] + sums[1][j]) + (sums[2][j] + sums[3][j]));
    }
  }

  private static void add(double[] target, double[] ofFeature, double feature) {
    for (int j = 0; j < target.length; j++) {
      target[j] += ofFeature[j] * feature;
    }
  }

  /** Four sums side by side, in an order that no compiler may change. */
  private double dot(float[] ofOutput) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < features; i += 4) {
      a += (double) ofOutput[i] * row[i];
      b += (double) ofOutput[i + 1] * row[i + 1];
      c += (double) ofOutput[i + 2] * row[i + 2];
      d += (double) ofOutput[i + 3] * row[i + 3];
    }
    for (; i < features; i++) {
      a += (double) ofOutput[i] * row[i];
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
    for (float[] each : weightGradient) {
      Arrays.fill(each, 0);
    }
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
      if (error != 0) {
        biasGradient[j] += error;
        add(weightGradient[j], row, error);
        add(rowGradient, weights[j], error);
      }
    }
  }

  private static void add(float[] target, float[] numbers, float factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * numbers[i];
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
    for (int j = 0; j < outputs; j++) {
      System.arraycopy(weightGradient[j], 0, gradient, offset + j * features, features);
    }
    System.arraycopy(biasGradient, 0, gradient, offset + outputs * features, outputs);
  }
}
