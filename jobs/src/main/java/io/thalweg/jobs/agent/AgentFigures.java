package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.gauge;

import io.thalweg.jobs.metrics.DescribedMetric;
import java.util.List;

/** Figures of agents, of which each has some; the others are NaN. */
final class AgentFigures {
  /**
   * A figure.
   *
   * @param name on the metrics topic
   */
  record Figure(String name, DescribedMetric metric) {}

  static final List<Figure> ALL =
      List.of(
          figure("epsilon", "share", "dqn: actions drawn at random.", ""),
          figure("loss", "loss", "dqn, neural-bandit: of the newest update.", ""),
          figure(
              "q_mean",
              "return",
              "dqn: mean value of what the newest update learned.",
              "Grows beyond any possible return: the values diverge; slow the target network, or lower the rate."),
          figure("td_error", "return", "dqn, actor-critic: mean size of the newest errors.", ""),
          figure("replay_size", "transitions", "dqn, neural-bandit: in the memory.", ""),
          figure(
              "policy_loss",
              "loss",
              "ppo, a2c, reinforce: of the newest update, for the policy.",
              ""),
          figure(
              "value_loss",
              "loss",
              "ppo, a2c, reinforce: of the newest update, for the values of states.",
              ""),
          figure(
              "entropy",
              "nats",
              "ppo, a2c, reinforce: of the policy.",
              "Falls to 0 at once: raise `agent.entropy`."),
          figure(
              "approx_kl",
              "nats",
              "ppo, a2c, reinforce: estimated divergence of the policy from the one that acted.",
              "Above 0.1 for long: lower `agent.rate`."),
          figure(
              "clip_fraction",
              "share",
              "ppo: rows whose ratio was beyond the clip coefficient.",
              ""),
          figure(
              "gate_passed",
              "versions",
              "With a gate: tried and found good enough.",
              "Neither grows: no episode of the log ends, or hosts echo no probabilities."),
          figure(
              "gate_held",
              "versions",
              "With a gate: tried and not found good enough.",
              "All of them: look at `improvementLow` and `improvementHigh`; if they are far apart, raise `gate.episodes`."),
          figure(
              "candidate_return",
              "reward",
              "With a gate: estimated return of an episode of the version that was tried last.",
              ""),
          figure(
              "serving_return",
              "reward",
              "With a gate: estimated return of an episode of the version that acted.",
              "Far from `meanReturn`: others act too."),
          figure(
              "improvement",
              "reward",
              "With a gate: estimated return of an episode of the version that was tried last, minus that of the version that acted.",
              ""),
          figure("improvement_low", "reward", "Lower end of its 95 % confidence interval.", ""),
          figure("improvement_high", "reward", "Upper end of it.", ""));

  private AgentFigures() {}

  private static Figure figure(String name, String unit, String meaning, String remedy) {
    return new Figure(name, gauge(camelCase(name), unit, meaning, remedy));
  }

  private static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_", -1)) {
      text.append(text.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      text.append(word, 1, word.length());
    }
    return text.toString();
  }
}
