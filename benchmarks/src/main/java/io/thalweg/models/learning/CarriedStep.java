package io.thalweg.models.learning;

import io.thalweg.benchmarks.peers.Step;
import io.thalweg.benchmarks.peers.Work;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.plan.Steps;
import java.util.List;
import java.util.SplittableRandom;

/** Answers one more step of sequences whose state is carried. */
public final class CarriedStep implements Step {
  private static final long SEED = 7;

  private final Plan plan;
  private final Steps steps;
  private final float[] inputs;
  private final float[][] probabilities;

  /** For an LSTM or a GRU. */
  public CarriedStep(Work work) {
    int classes = work.network().classes();
    var layer = new Recurrent(Cell.valueOf(work.network().name()), work.hidden());
    plan = new Plan(new Outline(work.inputs(), List.of(layer, new LastStep()), classes), 1, 1);
    var random = new SplittableRandom(SEED);
    plan.load(random(plan.size(), 0.05, random));
    steps = plan.steps(work.batch());
    inputs = random(work.batch() * work.inputs(), 1, random);
    probabilities = new float[work.batch()][classes];
  }

  private static float[] random(int size, double scale, SplittableRandom random) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return numbers;
  }

  @Override
  public void run() {
    steps.predict(inputs, probabilities);
  }

  @Override
  public void close() {
    steps.close();
    plan.close();
  }
}
