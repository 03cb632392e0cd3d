package io.thalweg.jobs.train;

import io.thalweg.environments.Inputs;
import io.thalweg.environments.VectorEnvironment;
import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Recent;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.dqn.DqnAgent;
import io.thalweg.models.features.Batch;
import java.util.function.Consumer;

/**
 * Lets an agent act and learn in turn, and looks now and then how good its greedy policy is. The
 * same experiment gives the same agent, bit for bit.
 */
final class Trainer implements AutoCloseable {
  private static final int BETWEEN_NEWS = 1_000;

  private final Experiment experiment;
  private final VectorEnvironment vector;
  private final Inputs inputs;
  private final Agent agent;
  private final GreedyEvaluation evaluation;
  private final Episodes episodes;
  private final Recent recent;
  private final Batch batch;
  private final Decision[] decisions;
  private final Moment[] moments;
  private final float[] actions;
  private final float[][] seen;
  private final float[] next;
  private final long[] step;
  private long steps;
  private long nanos;
  private double greedy = Double.NaN;

  Trainer(Experiment experiment) {
    this.experiment = experiment;
    int count = experiment.environments();
    vector = new VectorEnvironment(experiment.world()::make, count, experiment.seed());
    inputs = Inputs.of(vector.observationSpace());
    agent = experiment.agent();
    // Seeds that no environment to learn in has.
    evaluation =
        new GreedyEvaluation(
            experiment.world(), experiment.greedy(), experiment.episodes(), ~experiment.seed());
    episodes = new Episodes(count);
    int window = agent.exploring().steps();
    recent = new Recent(count, window, inputs.size());
    batch = new Batch(count, window, inputs.size());
    decisions = new Decision[count];
    moments = new Moment[count];
    actions = new float[count];
    seen = new float[count][inputs.size()];
    next = new float[inputs.size()];
    step = new long[count];
  }

  /**
   * Trains to the end, or until its thread is interrupted.
   *
   * @param news hears now and then how far it is, the evaluation being the last one
   * @param evaluated hears each evaluation; the last one is at the end
   * @return whether it came to the end
   */
  boolean run(Consumer<Point> news, Consumer<Point> evaluated) {
    vector.reset();
    while (steps < experiment.steps()) {
      if (Thread.interrupted()) {
        return false;
      }
      long before = steps;
      long start = System.nanoTime();
      step();
      nanos += System.nanoTime() - start;
      boolean end = steps >= experiment.steps();
      if (end || passes(before, experiment.evaluateEvery())) {
        greedy = evaluation.meanReturn(agent.policy());
        evaluated.accept(point());
      } else if (passes(before, BETWEEN_NEWS)) {
        news.accept(point());
      }
    }
    return true;
  }

  private boolean passes(long before, long every) {
    return before / every < steps / every;
  }

  private void step() {
    batch.clear();
    for (int i = 0; i < actions.length; i++) {
      inputs.encode(vector.observations(), i, seen[i]);
      recent.add(i, seen[i]);
      recent.addTo(batch, i);
      moments[i] = new Moment(i, vector.episode(i), step[i]);
    }
    agent.exploring().decide(batch, moments, decisions);
    for (int i = 0; i < actions.length; i++) {
      actions[i] = decisions[i].action();
    }
    vector.step(actions);
    for (int i = 0; i < actions.length; i++) {
      learn(i);
    }
  }

  private void learn(int i) {
    boolean terminated = vector.terminated()[i];
    boolean truncated = vector.truncated()[i];
    boolean ends = terminated || truncated;
    double reward = vector.rewards()[i];
    inputs.encode(vector.next(), i, next);
    agent.observe(
        new Transition(seen[i], decisions[i].action(), (float) reward, next, terminated, truncated),
        i);
    episodes.step(i, reward, ends);
    step[i] = ends ? 0 : step[i] + 1;
    if (ends) {
      recent.forget(i);
    }
    steps++;
  }

  private Point point() {
    return new Point(
        steps,
        nanos / 1e9,
        episodes.ended(),
        episodes.meanReturn(),
        greedy,
        agent instanceof DqnAgent dqn ? dqn.epsilon() : Double.NaN,
        agent.version(),
        agent.refused());
  }

  /** What acts as the agent does now. */
  byte[] policy() {
    return agent.policy();
  }

  @Override
  public void close() {
    agent.close();
    evaluation.close();
  }
}
