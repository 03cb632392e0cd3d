package io.thalweg.models.policies;

import io.thalweg.models.agents.LearnedNetwork;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Optimiser;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Objective;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntFunction;

/**
 * Policy and values, and one update of both by a rollout (Schulman et al., 2017, algorithm 1):
 * advantages, then epochs of minibatches. One that diverges anywhere changes nothing but the
 * generator.
 */
final class PolicyGradient implements AutoCloseable {
  /** Values are asked for so many observations at a time. */
  private static final int LOOKED_AT = 256;

  private final PolicyGradientSettings settings;
  private final LearnedNetwork policy;
  private final LearnedNetwork values;
  private final Advantages advantages;
  private final Minibatch minibatch;
  private final PolicyObjective policyObjective;
  private final ValueObjective valueObjective;
  private final Softmax softmax;
  private final Batch looked;
  private final float[][] scores;
  private final float[][] value;
  private final double[] ofRows;
  private final double[] ofNexts;
  private final double[] logged;
  private final int[] order;
  private long updates;
  private long refused;
  private Diagnostics diagnostics;

  /**
   * @param rows most observations to act on at a time
   */
  PolicyGradient(PolicySpec spec, PolicyGradientSettings settings, int rows) {
    this.settings = settings;
    int capacity = settings.capacity();
    int largest = rows(capacity);
    int most = Math.max(Math.max(largest, rows), LOOKED_AT);
    IntFunction<Optimiser> steps = settings.optimisation()::optimiser;
    policy = new LearnedNetwork(spec.outline(), spec.initialParameters(), steps, most);
    values = new LearnedNetwork(spec.valueOutline(), spec.initialValueParameters(), steps, most);
    advantages = new Advantages(capacity);
    minibatch = new Minibatch(largest, spec.inputs());
    policyObjective =
        new PolicyObjective(settings.surrogate(), settings.entCoef(), minibatch, spec.actions());
    valueObjective = new ValueObjective(settings.vfCoef(), settings.valueClip(), minibatch);
    softmax = new Softmax(spec.actions());
    looked = new Batch(LOOKED_AT, 1, spec.inputs());
    scores = new float[LOOKED_AT][spec.actions()];
    value = new float[LOOKED_AT][1];
    ofRows = new double[capacity];
    ofNexts = new double[capacity];
    logged = new double[capacity];
    order = new int[capacity];
  }

  /** Of a minibatch of a rollout of so many transitions, empty ones among them. */
  private int rows(int transitions) {
    int size = settings.minibatch(transitions);
    boolean fixed = settings.rollouts() instanceof Rollouts.Steps;
    return fixed || size == 1 ? size : Integer.highestOneBit(size - 1) << 1;
  }

  Plan plan() {
    return policy.plan();
  }

  float[] parameters() {
    return policy.parameters();
  }

  long updates() {
    return updates;
  }

  long refused() {
    return refused;
  }

  /** Of the last update that was applied; null before the first. */
  Diagnostics diagnostics() {
    return diagnostics;
  }

  /** Makes an update, or refuses it. */
  void update(Rollout rollout, Generator generator) {
    look(rollout);
    advantages.estimate(rollout, ofRows, ofNexts, settings.gamma(), settings.gaeLambda());
    policy.mark();
    values.mark();
    if (learn(rollout, generator)) {
      updates++;
    } else {
      policy.rollBack();
      values.rollBack();
      refused++;
    }
  }

  /** What the networks say of the rollout before they learn from it. */
  private void look(Rollout rollout) {
    for (int from = 0; from < rollout.count(); from += LOOKED_AT) {
      int to = Math.min(rollout.count(), from + LOOKED_AT);
      looked.clear();
      for (int row = from; row < to; row++) {
        rollout.addObservation(row, looked);
      }
      values.plan().predict(looked, value);
      policy.plan().predict(looked, scores);
      for (int row = from; row < to; row++) {
        ofRows[row] = value[row - from][0];
        logged[row] = logProbability(rollout, row, scores[row - from]);
      }
    }
    lookBehind(rollout);
  }

  private double logProbability(Rollout rollout, int row, float[] ofActions) {
    double probability = rollout.probability(row);
    if (!Double.isNaN(probability)) {
      return StrictMath.log(probability);
    }
    softmax.of(ofActions);
    return softmax.logProbability(rollout.action(row));
  }

  private void lookBehind(Rollout rollout) {
    int row = 0;
    while (row < rollout.count()) {
      int from = row;
      looked.clear();
      for (; row < rollout.count() && looked.count() < LOOKED_AT; row++) {
        if (rollout.bootstraps(row)) {
          rollout.addNext(row, looked);
        }
      }
      if (looked.count() > 0) {
        values.plan().predict(looked, value);
      }
      int place = 0;
      for (int each = from; each < row; each++) {
        if (rollout.bootstraps(each)) {
          ofNexts[each] = value[place++][0];
        }
      }
    }
  }

  /** Whether no step diverged. */
  private boolean learn(Rollout rollout, Generator generator) {
    policyObjective.clear();
    valueObjective.clear();
    int size = settings.minibatch(rollout.count());
    int learned = 0;
    boolean further = true;
    for (int epoch = 0; epoch < settings.updateEpochs() && further; epoch++) {
      shuffle(rollout.count(), generator);
      double divergence = 0;
      for (int from = 0; from < rollout.count(); from += size) {
        take(rollout, from, Math.min(rollout.count(), from + size));
        double before = policyObjective.sumOfDivergences();
        if (!step(generator)) {
          return false;
        }
        learned += minibatch.count();
        divergence = (policyObjective.sumOfDivergences() - before) / minibatch.count();
      }
      // As in CleanRL, the last minibatch decides.
      further = settings.targetKl() == 0 || divergence <= settings.targetKl();
    }
    diagnostics = diagnostics(learned);
    return true;
  }

  private Diagnostics diagnostics(int rows) {
    return new Diagnostics(
        policyObjective.meanLoss(rows),
        valueObjective.meanLoss(rows),
        policyObjective.meanEntropy(rows),
        policyObjective.meanDivergence(rows),
        policyObjective.clippedShare(rows));
  }

  /** Fisher and Yates; a rollout that is learned in one part keeps its order. */
  private void shuffle(int count, Generator generator) {
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i > 0 && settings.numMinibatches() > 1; i--) {
      int other = generator.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  private void take(Rollout rollout, int from, int to) {
    minibatch.clear();
    for (int i = from; i < to; i++) {
      int row = order[i];
      double share =
          settings.timeDiscount()
              ? StrictMath.pow(settings.gamma(), (double) rollout.step(row))
              : 1;
      double advantage = share * advantages.advantage(row);
      minibatch.add(rollout, row, advantage, advantages.returned(row), ofRows[row], logged[row]);
    }
    if (settings.normAdv()) {
      minibatch.normalise();
    }
    minibatch.fill(rows(rollout.count()));
  }

  /** A step of both networks; whether it did not diverge. */
  private boolean step(Generator generator) {
    double ofPolicy = loss(policy, policyObjective, generator);
    double ofValues = loss(values, valueObjective, generator);
    double first = Vectors.norm(policy.gradient());
    double second = Vectors.norm(values.gradient());
    double norm = StrictMath.sqrt(first * first + second * second);
    double bound = settings.optimisation().lossBound();
    if (!(Math.abs(ofPolicy) <= bound) || !(ofValues <= bound) || !Double.isFinite(norm)) {
      return false;
    }
    double most = settings.optimisation().maxGradNorm();
    if (most > 0 && norm > most) {
      Vectors.scale(policy.gradient(), (float) (most / norm));
      Vectors.scale(values.gradient(), (float) (most / norm));
    }
    return policy.step() && values.step();
  }

  private double loss(LearnedNetwork network, Objective objective, Generator generator) {
    return network
        .plan()
        .gradient(
            minibatch.observations(),
            objective,
            minibatch.weights(),
            generator,
            network.gradient());
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(updates);
    out.writeLong(refused);
    policy.write(out);
    values.write(out);
  }

  void read(DataInput in) throws IOException {
    updates = in.readLong();
    refused = in.readLong();
    if (updates < 0 || refused < 0) {
      throw new IOException("%d updates, %d refused found".formatted(updates, refused));
    }
    policy.read(in);
    values.read(in);
  }

  @Override
  public void close() {
    policy.close();
    values.close();
  }
}
