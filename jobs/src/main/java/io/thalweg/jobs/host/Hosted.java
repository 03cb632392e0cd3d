package io.thalweg.jobs.host;

import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Observation.Taken;
import io.thalweg.environments.Environment;
import io.thalweg.environments.Inputs;
import io.thalweg.environments.VectorEnvironment;
import java.util.function.LongUnaryOperator;

/** One environment, and what it has said last. Not thread-safe. */
final class Hosted {
  private final String name;
  private final Environment environment;
  private final Inputs inputs;
  private final int actions;
  private final LongUnaryOperator seeds;
  private final float[] seen;
  private final float[] action = new float[1];
  private long episode = -1;
  private long step;
  private long time;
  private double sum;
  private Observation said;

  /**
   * @param seed of its episodes, together with its name: no two environments of an agent play the
   *     same, whichever hosts they are in
   */
  Hosted(String name, Environment environment, int actions, long seed) {
    this.name = name;
    this.environment = environment;
    this.actions = actions;
    inputs = Inputs.of(environment.observationSpace());
    seeds = ofEpisode -> VectorEnvironment.seed(seed, name.hashCode(), ofEpisode);
    seen = new float[inputs.observed()];
  }

  String name() {
    return name;
  }

  /** What it has said last, and waits for an answer to. */
  Observation said() {
    return said;
  }

  /** Whether an answer is to what it has said last, and possible. */
  boolean awaits(Decision decision) {
    return decision.episode() == episode
        && decision.step() == step
        && decision.action() >= 0
        && decision.action() < actions;
  }

  /** Begins an episode; what it then says. */
  Observation begin(long now) {
    environment.reset(seeds.applyAsLong(++episode));
    step = 0;
    sum = 0;
    return say(now, null);
  }

  /** Takes an action; what it then says. */
  Observation step(Decision decision, long now) {
    action[0] = decision.action();
    environment.step(action, 0);
    step++;
    sum += environment.reward();
    return say(now, new Taken(decision.action(), decision.probability(), decision.policyVersion()));
  }

  /** Rewards of the episode so far. */
  double sum() {
    return sum;
  }

  private Observation say(long now, Taken taken) {
    environment.observe(seen, 0);
    float[] values = new float[inputs.size()];
    inputs.encode(seen, 0, values);
    time = Math.max(time, now);
    said =
        new Observation(
            name,
            episode,
            step,
            time,
            values,
            taken == null ? 0 : environment.reward(),
            taken != null && environment.terminated(),
            taken != null && environment.truncated(),
            taken,
            null);
    return said;
  }
}
