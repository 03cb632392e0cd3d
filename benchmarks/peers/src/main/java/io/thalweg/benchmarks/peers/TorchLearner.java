package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.clip_grad_norm_;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.lstm;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * Test, then train, as the job of examples/electricity.yaml does it: batch by batch, windows of the
 * newest records are predicted together, then learned, first themselves, then draws from the newest
 * examples. Numbers are standardised by running mean and variance; the label before is an input.
 */
final class TorchLearner implements AutoCloseable {
  private static final int CLASSES = 2;
  private static final int INPUTS = Elec2Records.FEATURES + CLASSES;

  /** How it learns; see examples/electricity.yaml. */
  record Settings(
      int steps, int hidden, double rate, int batch, int updates, int rehearsal, double clipNorm) {}

  private final Settings settings;
  private final Elec2Records records;
  private final SplittableRandom chance = new SplittableRandom(7);
  private final List<Tensor> parameters = new ArrayList<>();
  private final TensorVector weights;
  private final Tensor headWeights;
  private final Tensor headBias;
  private final TensorVector all;
  private final Adam adam;
  private final double[] mean = new double[Elec2Records.FEATURES];
  private final double[] squares = new double[Elec2Records.FEATURES];
  private long seen;

  TorchLearner(Settings settings, Elec2Records records) {
    this.settings = settings;
    this.records = records;
    int hidden = settings.hidden();
    weights =
        new TensorVector(
            parameter(4L * hidden, INPUTS),
            parameter(4L * hidden, hidden),
            parameter(4L * hidden),
            parameter(4L * hidden));
    headWeights = parameter(CLASSES, hidden);
    headBias = parameter(CLASSES);
    all = new TensorVector(parameters.toArray(new Tensor[0]));
    adam = new Adam(all, new AdamOptions(settings.rate()));
  }

  /** Uniform within ±1/√hidden, as PyTorch has it. */
  private Tensor parameter(long... shape) {
    double limit = 1 / Math.sqrt(settings.hidden());
    Tensor parameter =
        rand(shape).mul_(new Scalar(2 * limit)).sub_(new Scalar(limit)).set_requires_grad(true);
    parameters.add(parameter);
    return parameter;
  }

  /** Plays the first records; returns the share that was predicted right. */
  double play(int count) {
    long right = 0;
    int[] examples = new int[settings.batch()];
    for (int first = 0; first + examples.length <= count; first += examples.length) {
      for (int i = 0; i < examples.length; i++) {
        examples[i] = first + i;
      }
      right += predict(examples);
      for (int example : examples) {
        standardise(records.numbers()[example]);
      }
      learn(examples);
      for (int update = 1; update < settings.updates(); update++) {
        learn(drawn(first));
      }
    }
    return (double) right / (count - count % examples.length);
  }

  private int[] drawn(int first) {
    int newest = first == 0 ? settings.batch() : first;
    int oldest = Math.max(0, newest - settings.rehearsal());
    return chance.ints(settings.batch(), oldest, newest).toArray();
  }

  /** Welford's method. */
  private void standardise(double[] numbers) {
    seen++;
    for (int i = 0; i < numbers.length; i++) {
      double before = numbers[i] - mean[i];
      mean[i] += before / seen;
      squares[i] += before * (numbers[i] - mean[i]);
    }
  }

  private int predict(int[] examples) {
    try (var unused = new PointerScope();
        var unusedGuard = new NoGradGuard()) {
      float[] scores = new float[examples.length * CLASSES];
      logits(examples, false).softmax(1).data_ptr_float().get(scores);
      int right = 0;
      for (int i = 0; i < examples.length; i++) {
        int answer = scores[2 * i + 1] > scores[2 * i] ? 1 : 0;
        right += answer == records.labels()[examples[i]] ? 1 : 0;
      }
      return right;
    }
  }

  private void learn(int[] examples) {
    try (var unused = new PointerScope()) {
      long[] labels = new long[examples.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = records.labels()[examples[i]];
      }
      adam.zero_grad();
      cross_entropy_loss(logits(examples, true), Tensor.create(labels)).backward();
      clip_grad_norm_(all, settings.clipNorm());
      adam.step();
    }
  }

  private Tensor logits(int[] examples, boolean training) {
    int steps = settings.steps();
    Tensor inputs = Tensor.create(windows(examples), steps, examples.length, INPUTS);
    Tensor state = zeros(1, examples.length, settings.hidden());
    Tensor outputs =
        lstm(inputs, new TensorVector(state, state), weights, true, 1, 0, training, false, false)
            .get0();
    return linear(outputs.select(0, steps - 1), headWeights, new TensorOptional(headBias));
  }

  /** Step by step, [steps, examples, inputs]; before the first record there is nothing, zeros. */
  private float[] windows(int[] examples) {
    double[] scale = new double[mean.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = squares[i] > 0 ? 1 / Math.sqrt(squares[i] / seen) : 0;
    }
    float[] windows = new float[settings.steps() * examples.length * INPUTS];
    for (int step = 0; step < settings.steps(); step++) {
      for (int i = 0; i < examples.length; i++) {
        int record = examples[i] - settings.steps() + 1 + step;
        if (record >= 0) {
          fill(record, scale, windows, (step * examples.length + i) * INPUTS);
        }
      }
    }
    return windows;
  }

  private void fill(int record, double[] scale, float[] windows, int offset) {
    double[] numbers = records.numbers()[record];
    for (int i = 0; i < numbers.length; i++) {
      windows[offset + i] = (float) ((numbers[i] - mean[i]) * scale[i]);
    }
    if (record > 0) {
      windows[offset + numbers.length + records.labels()[record - 1]] = 1;
    }
  }

  @Override
  public void close() {
    adam.close();
    parameters.forEach(Tensor::close);
  }
}
