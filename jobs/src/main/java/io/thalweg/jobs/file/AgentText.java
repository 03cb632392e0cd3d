package io.thalweg.jobs.file;

import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.families.Family;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.NeuralBanditSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import io.thalweg.models.policies.PolicyGradientSettings.Optimisation;
import io.thalweg.models.policies.Rollouts;
import java.time.Duration;

/** A job with an agent written as a job file, everything said. */
final class AgentText {
  private final KeyLines lines = new KeyLines();

  private AgentText() {}

  static KeyLines of(AgentJobSpec spec) {
    AgentText job = new AgentText();
    job.write(spec);
    return job.lines;
  }

  private void write(AgentJobSpec spec) {
    lines.add(Keys.NAME, spec.name());
    lines.add(AgentKeys.ROLE, spec.role());
    lines.add(AgentKeys.INPUT_TOPIC, spec.input().topic());
    lines.add(AgentKeys.INPUT_NUMBERS, spec.input().spaces().numbers());
    lines.add(AgentKeys.INPUT_ACTIONS, spec.input().spaces().actions());
    lines.add(Keys.INPUT_LOST, spec.input().lost());
    lines.add(Keys.INPUT_MAX_AHEAD, Duration.ofMillis(spec.input().spaces().maxAhead()));
    spec.rewards()
        .ifPresent(
            rewards -> {
              lines.add(AgentKeys.REWARDS_TOPIC, rewards.topic());
              lines.add(AgentKeys.REWARDS_WAIT, rewards.patience());
              lines.add(AgentKeys.REWARDS_OUT_OF_ORDER, rewards.outOfOrder());
              lines.add(
                  AgentKeys.REWARDS_IDLE_TIMEOUT, rewards.idleTimeout().orElse(Duration.ZERO));
            });
    agent(spec.agent().family());
    lines.add(AgentKeys.PUBLISH_EVERY, spec.publishEvery());
    lines.add(AgentKeys.EVALUATION_WINDOW, spec.evaluationWindow());
    spec.gate()
        .ifPresent(
            gate -> {
              lines.add(AgentKeys.GATE_EPISODES, gate.episodes());
              lines.add(AgentKeys.GATE_MARGIN, gate.margin());
              lines.add(AgentKeys.GATE_ERRORS, gate.errors());
              lines.add(AgentKeys.GATE_HOLDS, gate.holds());
            });
    lines.add(AgentKeys.OUTPUT_ACTIONS, spec.output().actions());
    lines.add(AgentKeys.OUTPUT_TRANSITIONS, spec.output().transitions());
    lines.add(AgentKeys.OUTPUT_POLICIES, spec.output().policies());
    lines.add(Keys.OUTPUT_METRICS, spec.output().metrics());
    lines.add(Keys.OUTPUT_LATE, spec.output().late());
    lines.add(Keys.OUTPUT_DEAD_LETTER, spec.output().deadLetter());
    lines.add(Keys.DELIVERY, spec.delivery());
    lines.add(Keys.CHECKPOINT, spec.checkpoint());
    lines.add(Keys.PARALLELISM, spec.parallelism());
    lines.add(Keys.STATE_TIME_TO_LIVE, spec.timeToLive());
    lines.add(Keys.KAFKA, spec.kafka());
  }

  private void agent(Family family) {
    if (family instanceof Family.Values values) {
      dqn(values.settings());
      network(values.network());
    } else if (family instanceof Family.Gradients gradients) {
      gradients(gradients.settings(), gradients.seed());
      network(gradients.network());
    } else if (family instanceof Family.Traces traces) {
      traces(traces.settings(), traces.seed());
      network(traces.network());
    } else if (family instanceof Family.Bandit bandit) {
      lines.add(AgentKeys.TYPE, AgentType.BANDIT);
      lines.add(AgentKeys.STREAMS, bandit.streams());
      lines.add(AgentKeys.SEED, bandit.seed());
      bandit(bandit.choice(), bandit.ridge());
    } else if (family instanceof Family.NeuralBandit bandit) {
      neuralBandit(bandit.settings());
      network(bandit.network());
    }
  }

  private void bandit(Choice choice, double ridge) {
    if (choice instanceof Choice.EpsilonGreedy greedy) {
      choice(AgentType.Choice.EPSILON_GREEDY, greedy.epsilon());
    } else if (choice instanceof Choice.Boltzmann softmax) {
      choice(AgentType.Choice.SOFTMAX, softmax.temperature());
    } else if (choice instanceof Choice.LinUcb bound) {
      choice(AgentType.Choice.UPPER_BOUND, bound.alpha());
      lines.add(AgentKeys.SHARE, bound.floor());
    }
    lines.add(AgentKeys.RIDGE, ridge);
  }

  private void neuralBandit(NeuralBanditSettings settings) {
    NeuralBanditSettings.Training training = settings.training();
    Optimisation steps = training.optimisation();
    lines.add(AgentKeys.TYPE, AgentType.NEURAL_BANDIT);
    lines.add(AgentKeys.STREAMS, settings.streams());
    lines.add(AgentKeys.RATE, steps.learningRate());
    steps(steps.schedule(), steps.maxGradNorm());
    lines.add(AgentKeys.SEED, settings.seed());
    lines.add(AgentKeys.BATCH, training.batch());
    lines.add(AgentKeys.STARTS, (int) training.starts());
    lines.add(AgentKeys.EVERY, training.every());
    lines.add(AgentKeys.UPDATES, training.updates());
    lines.add(AgentKeys.MEMORY, settings.capacity());
    bandit(settings.choice(), settings.ridge());
  }

  private void choice(AgentType.Choice choice, double exploration) {
    lines.add(AgentKeys.CHOICE, choice);
    lines.add(AgentKeys.EXPLORATION, exploration);
  }

  private void network(Architecture network) {
    FeedForward layers = (FeedForward) network;
    lines.add(AgentKeys.HIDDEN, layers.hidden());
    lines.add(AgentKeys.ACTIVATION, layers.activation());
  }

  private void common(AgentType type, int streams, double discount, double rate) {
    lines.add(AgentKeys.TYPE, type);
    lines.add(AgentKeys.STREAMS, streams);
    lines.add(AgentKeys.DISCOUNT, discount);
    lines.add(AgentKeys.RATE, rate);
  }

  private void steps(Schedule schedule, double clipNorm) {
    lines.add(AgentKeys.DECAY, schedule.decay());
    lines.add(AgentKeys.FLOOR, schedule.floor());
    lines.add(AgentKeys.CLIP_NORM, clipNorm);
  }

  private void dqn(DqnSettings settings) {
    DqnSettings.Training training = settings.training();
    common(AgentType.DQN, settings.memory().streams(), settings.discount(), training.rate());
    steps(training.schedule(), training.clipNorm());
    lines.add(AgentKeys.SEED, settings.seed());
    lines.add(AgentKeys.BATCH, training.batch());
    lines.add(AgentKeys.STARTS, (int) training.starts());
    lines.add(AgentKeys.EVERY, training.every());
    lines.add(AgentKeys.UPDATES, training.updates());
    lines.add(AgentKeys.MEMORY, settings.memory().capacity());
    lines.add(AgentKeys.DOUBLE, settings.doubled());
    lines.add(AgentKeys.DUELLING, settings.duelling());
    lines.add(AgentKeys.N_STEP, settings.steps());
    lines.add(AgentKeys.LOSS, settings.loss());
    if (settings.target() instanceof TargetUpdate.Hard hard) {
      lines.add(AgentKeys.TARGET_UPDATES, hard.updates());
    } else if (settings.target() instanceof TargetUpdate.Polyak polyak) {
      lines.add(AgentKeys.TAU, polyak.tau());
    }
    lines.add(AgentKeys.EPSILON_FROM, settings.exploration().from());
    lines.add(AgentKeys.EPSILON_TO, settings.exploration().to());
    lines.add(AgentKeys.EPSILON_STEPS, (int) settings.exploration().steps());
    if (settings.prioritised() != null) {
      lines.add(AgentKeys.PRIORITISED, settings.prioritised().alpha());
    }
    if (settings.atoms() != null) {
      lines.add(AgentKeys.ATOMS, settings.atoms().count());
      lines.add(AgentKeys.VALUE_LEAST, settings.atoms().least());
      lines.add(AgentKeys.VALUE_GREATEST, settings.atoms().greatest());
    }
  }

  private void gradients(PolicyGradientSettings settings, long seed) {
    Optimisation steps = settings.optimisation();
    AgentType type = type(settings);
    common(type, settings.streams(), settings.gamma(), steps.learningRate());
    steps(steps.schedule(), steps.maxGradNorm());
    lines.add(AgentKeys.SEED, seed);
    if (settings.rollouts() instanceof Rollouts.Steps rollouts) {
      lines.add(AgentKeys.ROLLOUT, rollouts.numSteps());
    }
    lines.add(AgentKeys.LAMBDA, settings.gaeLambda());
    lines.add(AgentKeys.ENTROPY, settings.entCoef());
    if (type == AgentType.PPO) {
      lines.add(AgentKeys.CLIP_VALUES, settings.clipVloss());
    }
  }

  private static AgentType type(PolicyGradientSettings settings) {
    return AgentType.BY_ROLLOUTS.stream()
        .filter(type -> alike(type.settings().orElseThrow(), settings))
        .findFirst()
        .orElseThrow();
  }

  /** By what no key changes. */
  private static boolean alike(PolicyGradientSettings type, PolicyGradientSettings settings) {
    return type.surrogate().equals(settings.surrogate())
        && type.timeDiscount() == settings.timeDiscount();
  }

  private void traces(ActorCriticSettings settings, long seed) {
    common(AgentType.ACTOR_CRITIC, settings.streams(), settings.gamma(), settings.policyRate());
    lines.add(AgentKeys.SEED, seed);
    lines.add(AgentKeys.LAMBDA, settings.policyLambda());
  }
}
