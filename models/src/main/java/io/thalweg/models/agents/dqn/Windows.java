package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.replay.Draws;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;

/**
 * Windows of the transitions that led to each draw, read by a recurrent network from a state of
 * zeroes, as it reads them to act (Hausknecht and Stone, 2015; Kapturowski et al., 2019). Learned
 * is at every step behind the burn-in; of a window that begins with its episode, where zeroes are
 * the right state, at all of them. Both networks read a window once, with what its newest
 * observation led to at the end, and so say the values of all next states too.
 *
 * <p>A return has as many steps as the settings say, but none beyond the window: r₁ + γ r₂ + … and
 * then γᵐ Q⁻ at the m-th next observation, m smaller for the last steps of the window. The loss is
 * the mean over all steps of all windows, so that rates and bounds mean what they mean for single
 * steps. A window's priority is 0.9 of its greatest error and 0.1 of the mean of its errors
 * (Kapturowski et al., 2019, section 2.3).
 */
final class Windows implements Examples {
  private static final double OF_GREATEST = 0.9;

  private final ActionValues values;
  private final int burnIn;
  private final int returns;
  private final double discount;
  private final boolean doubled;

  /** Steps of a window with what the newest led to. */
  private final int steps;

  private final int[] slots;
  private final float[] window;
  private final Batch windows;
  private final int[] counts;
  private final int[] firsts;
  private final float[][][] nextScores;
  private final float[][][] chooserScores;
  private final double[] priorities;
  private int learned;

  Windows(DqnSpec spec) {
    DqnSettings settings = spec.settings();
    int batch = settings.training().batch();
    int outputs = ActionValues.layout(spec).outputs();
    burnIn = settings.sequences().burnIn();
    returns = settings.steps();
    discount = settings.discount();
    doubled = settings.doubled();
    steps = spec.steps();
    values = ActionValues.of(spec, Math.multiplyExact(batch, steps));
    slots = new int[steps - 1];
    window = new float[Math.multiplyExact(steps, spec.inputs())];
    windows = new Batch(batch, steps, spec.inputs());
    counts = new int[batch];
    firsts = new int[batch];
    nextScores = new float[batch][steps][outputs];
    chooserScores = doubled ? new float[batch][steps][outputs] : nextScores;
    priorities = new double[batch];
  }

  @Override
  public void look(ReplayMemory memory, Draws draws, Plan network, TargetNetwork target) {
    windows.clear();
    for (int i = 0; i < draws.count(); i++) {
      read(memory, draws.slot(i), i);
    }
    target.predictSteps(windows, nextScores);
    if (doubled) {
      network.predictSteps(windows, chooserScores);
    }
    learned = 0;
    for (int i = 0; i < draws.count(); i++) {
      aim(memory, draws.slot(i), i);
      learned += counts[i] - firsts[i];
    }
  }

  private void read(ReplayMemory memory, int newest, int row) {
    int count = memory.sequence(newest, slots);
    int inputs = windows.inputs();
    for (int step = 0; step < count; step++) {
      memory.observation(slots[count - 1 - step], window, step * inputs);
    }
    memory.next(newest, window, count * inputs);
    windows.add(window, 0, count + 1);
    counts[row] = count;
    firsts[row] = memory.begins(slots[count - 1]) ? 0 : Math.min(burnIn, count);
  }

  /** Says what each step of a window should learn. */
  private void aim(ReplayMemory memory, int newest, int row) {
    int count = memory.sequence(newest, slots);
    int empty = steps - (count + 1);
    for (int step = firsts[row]; step < count; step++) {
      int length = Math.min(returns, count - step);
      double sum = 0;
      double power = 1;
      for (int i = 0; i < length; i++) {
        sum += power * memory.reward(slots[count - 1 - step - i]);
        power *= i < length - 1 ? discount : memory.discount(slots[count - 1 - step - i]);
      }
      int place = empty + step;
      values.target(
          row * steps + place,
          memory.action(slots[count - 1 - step]),
          sum,
          power,
          nextScores[row][place + length],
          chooserScores[row][place + length]);
    }
  }

  @Override
  public Batch observations() {
    return windows;
  }

  /** Not in the burn-in, and not what the newest step led to. */
  @Override
  public boolean known(int row) {
    return row >= first(row / steps) && row < end(row / steps);
  }

  /** Of the mean over all steps, as if it were one over windows. */
  @Override
  public double errors(double[] scores, int row) {
    double share = (double) windows.count() / learned;
    double loss = values.errors(scores, row);
    for (int i = 0; i < scores.length; i++) {
      scores[i] *= share;
    }
    return loss * share;
  }

  /** The first row of a window that is learned. */
  private int first(int window) {
    return (window + 1) * steps - 1 - (counts[window] - firsts[window]);
  }

  /** The row behind the last of a window that is learned. */
  private int end(int window) {
    return (window + 1) * steps - 1;
  }

  @Override
  public double mean() {
    double sum = 0;
    for (int window = 0; window < windows.count(); window++) {
      for (int row = first(window); row < end(window); row++) {
        sum += values.said(row);
      }
    }
    return sum / Math.max(1, learned);
  }

  @Override
  public double error() {
    double sum = 0;
    for (int window = 0; window < windows.count(); window++) {
      for (int row = first(window); row < end(window); row++) {
        sum += Math.abs(values.errors()[row]);
      }
    }
    return sum / Math.max(1, learned);
  }

  @Override
  public double[] errors() {
    for (int window = 0; window < windows.count(); window++) {
      double greatest = 0;
      double sum = 0;
      for (int row = first(window); row < end(window); row++) {
        double error = Math.abs(values.errors()[row]);
        greatest = Math.max(greatest, error);
        sum += error;
      }
      int count = Math.max(1, end(window) - first(window));
      priorities[window] = OF_GREATEST * greatest + (1 - OF_GREATEST) * sum / count;
    }
    return priorities;
  }
}
