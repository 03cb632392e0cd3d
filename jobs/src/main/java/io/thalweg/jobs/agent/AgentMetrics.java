package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** An agent's learner in the Flink dashboard; docs/metrics.md says what each name means. */
final class AgentMetrics {
  private static final int SAMPLES = 1024;

  /** Figures that an agent may have, by their names on the metrics topic. */
  private static final List<String> FIGURES =
      List.of(
          "epsilon",
          "loss",
          "q_mean",
          "td_error",
          "replay_size",
          "policy_loss",
          "value_loss",
          "entropy",
          "approx_kl",
          "clip_fraction",
          "gate_passed",
          "gate_held",
          "candidate_return",
          "serving_return",
          "improvement",
          "improvement_low",
          "improvement_high");

  private final Histogram learningTime;
  private final Meter steps;
  private volatile AgentProgress newest; // read by the reporters' threads

  AgentMetrics(MetricGroup group, AgentProgress progress) {
    newest = progress; // reporters may ask as soon as a gauge is registered
    learningTime =
        group.histogram("learningTimeMicros", new DescriptiveStatisticsHistogram(SAMPLES));
    steps = group.meter("stepsPerSecond", new MeterView(10));
    group.gauge("transitionsLearned", (Gauge<Long>) () -> newest.transitions());
    group.gauge("episodes", (Gauge<Long>) () -> newest.episodes());
    group.gauge("meanReturn", (Gauge<Double>) () -> newest.meanReturn());
    group.gauge("meanLength", (Gauge<Double>) () -> newest.meanLength());
    group.gauge("policyVersion", (Gauge<Long>) () -> newest.policyVersion());
    group.gauge("refusedUpdates", (Gauge<Long>) () -> newest.refused());
    group.gauge("correctedRewards", (Gauge<Long>) () -> newest.corrected());
    group.gauge("repeatedTransitions", (Gauge<Long>) () -> newest.repeated());
    group.gauge("interruptedStreams", (Gauge<Long>) () -> newest.interrupted());
    FIGURES.forEach(name -> group.gauge(camelCase(name), (Gauge<Double>) () -> figure(name)));
  }

  private double figure(String name) {
    return newest.figures().getOrDefault(name, Double.NaN);
  }

  private static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("_", -1)) {
      text.append(text.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)));
      text.append(word, 1, word.length());
    }
    return text.toString();
  }

  void progress(AgentProgress progress) {
    newest = progress;
  }

  void learned(long nanos) {
    learningTime.update(nanos / 1000);
    steps.markEvent();
  }
}
