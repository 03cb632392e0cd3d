package io.thalweg.jobs.train;

import io.thalweg.models.agents.dqn.DqnSettings;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.families.Family;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.policies.ActorCriticSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an experiment was made with, whether it was asked for or is a default: by the names of the
 * options, where there is one.
 */
final class UsedSettings {
  private final Map<String, Object> settings = new LinkedHashMap<>();

  private UsedSettings() {}

  static Map<String, Object> of(Experiment experiment) {
    UsedSettings used = new UsedSettings();
    used.put("steps", experiment.steps());
    used.put("environments", experiment.environments());
    used.put("evaluate_every", experiment.evaluateEvery());
    used.put("evaluated_episodes", experiment.episodes());
    used.put("discount", experiment.family().discount());
    if (experiment.family() instanceof Family.Values values) {
      used.put(values.network());
      used.put(values.settings());
    } else if (experiment.family() instanceof Family.Gradients gradients) {
      used.put(gradients.network());
      used.put(gradients.settings());
    } else if (experiment.family() instanceof Family.Traces traces) {
      used.put(traces.network());
      used.put(traces.settings());
    }
    return used.settings;
  }

  private void put(String name, Object value) {
    settings.put(name, value);
  }

  private void put(Architecture network) {
    if (network instanceof Architecture.FeedForward layers) {
      put("hidden", layers.hidden());
    } else if (network instanceof Architecture.Convolutional images) {
      put("filters", images.filters());
      put("hidden", images.hidden());
    } else if (network instanceof Architecture.Recurrent recurrent) {
      put("recurrent", lower(recurrent.cell()));
      put("hidden", recurrent.hidden());
      put("layers", recurrent.layers());
    }
  }

  private void put(DqnSettings dqn) {
    DqnSettings.Training training = dqn.training();
    put(training.rate(), training.schedule());
    put("batch", training.batch());
    put("starts", training.starts());
    put("every", training.every());
    put("updates", training.updates());
    put("clip_norm", training.clipNorm());
    put("memory", dqn.memory().capacity());
    put("n_step", dqn.steps());
    put("double", dqn.doubled());
    put("duelling", dqn.duelling());
    put("target", target(dqn.target()));
    put("epsilon_from", dqn.exploration().from());
    put("epsilon_to", dqn.exploration().to());
    put("epsilon_steps", dqn.exploration().steps());
    if (dqn.prioritised() != null) {
      put("prioritised", dqn.prioritised().alpha());
    }
    if (dqn.sequences() != null) {
      put("sequence", dqn.sequences().learned());
      put("burn_in", dqn.sequences().burnIn());
    }
    if (dqn.atoms() == null) {
      put("loss", lower(dqn.loss()));
    } else {
      put("atoms", dqn.atoms().count());
      put("value_least", dqn.atoms().least());
      put("value_greatest", dqn.atoms().greatest());
    }
  }

  private void put(PolicyGradientSettings gradients) {
    put(gradients.optimisation().learningRate(), gradients.optimisation().schedule());
    put("clip_norm", gradients.optimisation().maxGradNorm());
    put("rollout", gradients.rollouts().capacity(1));
    put("lambda", gradients.gaeLambda());
    put("epochs", gradients.updateEpochs());
    put("minibatches", gradients.numMinibatches());
    put("entropy", gradients.entCoef());
    put("values", gradients.vfCoef());
  }

  private void put(ActorCriticSettings traces) {
    put("rate", traces.policyRate());
    put("lambda", traces.policyLambda());
  }

  private void put(double rate, Schedule schedule) {
    put("rate", rate);
    put("decay", schedule.decay());
    put("floor", schedule.floor());
  }

  private static String target(TargetUpdate update) {
    return update instanceof TargetUpdate.Hard hard
        ? "hard:" + hard.updates()
        : "polyak:" + ((TargetUpdate.Polyak) update).tau();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
