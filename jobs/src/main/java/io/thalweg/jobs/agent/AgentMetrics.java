package io.thalweg.jobs.agent;

import static io.thalweg.jobs.metrics.DescribedMetric.counter;
import static io.thalweg.jobs.metrics.DescribedMetric.gauge;
import static io.thalweg.jobs.metrics.DescribedMetric.histogram;
import static io.thalweg.jobs.metrics.DescribedMetric.meter;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.NativeMemoryMetrics;
import io.thalweg.jobs.metrics.OperatorMetrics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MetricGroup;

/** What an {@link AgentLearner} measures. */
final class AgentMetrics {
  private static final DescribedMetric TRANSITIONS_LEARNED =
      gauge(
          "transitionsLearned",
          "transitions",
          "Taken from the log and learned.",
          "Behind what the log holds by ever more: environments outrun the learner; raise `agent.every`.");

  private static final DescribedMetric STEPS_PER_SECOND =
      meter("stepsPerSecond", "transitions", "Learned per second, over the newest ten.", "");

  private static final DescribedMetric LEARNING_TIME_MICROS =
      histogram(
          "learningTimeMicros",
          "µs",
          "From a transition taken to learned; mostly nothing, an update now and then.",
          "");

  private static final DescribedMetric EPISODES =
      gauge("episodes", "episodes", "Seen from their first step to their last.", "");

  private static final DescribedMetric MEAN_RETURN =
      gauge("meanReturn", "reward", "Of the newest episodes, as the agent explores.", "");

  private static final DescribedMetric MEAN_LENGTH =
      gauge("meanLength", "steps", "Of the newest episodes.", "");

  private static final DescribedMetric POLICY_VERSION =
      gauge("policyVersion", "updates", "Applied.", "");

  private static final DescribedMetric REFUSED_UPDATES =
      gauge(
          "refusedUpdates",
          "updates",
          "Refused because they would have diverged; nothing of them was learned.",
          "Lower `agent.rate`.");

  private static final DescribedMetric CORRECTED_REWARDS =
      gauge(
          "correctedRewards",
          "rewards",
          "Became known later, and were mended in the memory of a deep Q-network or a neural bandit.",
          "0 with corrections in the log: their transitions are forgotten, raise `agent.memory`; or the agent keeps none.");

  private static final DescribedMetric REPEATED_TRANSITIONS =
      gauge(
          "repeatedTransitions",
          "transitions",
          "Stood in the log twice; learned once.",
          "After a failure, as many as since the last checkpoint.");

  private static final DescribedMetric INTERRUPTED_STREAMS =
      gauge(
          "interruptedStreams",
          "times",
          "An environment's steps did not follow each other in the log.",
          "Many: `agent.environments` is less than there are, or hosts lose records.");

  private static final DescribedMetric DEAD_LETTER_RECORDS =
      counter(
          "deadLetterRecords",
          "records",
          "Records of the log that cannot be learned from.",
          "Another program writes to it.");

  static final OperatorMetrics ALL =
      new OperatorMetrics(
          List.of("learner"),
          Stream.of(
                  Stream.of(
                      TRANSITIONS_LEARNED,
                      STEPS_PER_SECOND,
                      LEARNING_TIME_MICROS,
                      EPISODES,
                      MEAN_RETURN,
                      MEAN_LENGTH,
                      POLICY_VERSION,
                      REFUSED_UPDATES,
                      CORRECTED_REWARDS,
                      REPEATED_TRANSITIONS,
                      INTERRUPTED_STREAMS,
                      DEAD_LETTER_RECORDS),
                  AgentFigures.ALL.stream().map(AgentFigures.Figure::metric),
                  NativeMemoryMetrics.ALL.stream())
              .flatMap(metrics -> metrics)
              .toList());

  private final Histogram learningTime;
  private final Meter steps;
  private final Counter deadLetters;
  private volatile AgentProgress newest; // read by the reporters' threads

  AgentMetrics(MetricGroup group, AgentProgress progress) {
    newest = progress; // reporters may ask as soon as a gauge is registered
    learningTime = LEARNING_TIME_MICROS.histogramIn(group);
    steps = STEPS_PER_SECOND.meterIn(group);
    deadLetters = DEAD_LETTER_RECORDS.counterIn(group);
    TRANSITIONS_LEARNED.gaugeIn(group, () -> newest.transitions());
    EPISODES.gaugeIn(group, () -> newest.episodes());
    MEAN_RETURN.gaugeIn(group, () -> newest.meanReturn());
    MEAN_LENGTH.gaugeIn(group, () -> newest.meanLength());
    POLICY_VERSION.gaugeIn(group, () -> newest.policyVersion());
    REFUSED_UPDATES.gaugeIn(group, () -> newest.refused());
    CORRECTED_REWARDS.gaugeIn(group, () -> newest.corrected());
    REPEATED_TRANSITIONS.gaugeIn(group, () -> newest.repeated());
    INTERRUPTED_STREAMS.gaugeIn(group, () -> newest.interrupted());
    AgentFigures.ALL.forEach(figure -> figure.metric().gaugeIn(group, () -> figure(figure.name())));
    NativeMemoryMetrics.register(group);
  }

  private double figure(String name) {
    return newest.figures().getOrDefault(name, Double.NaN);
  }

  void progress(AgentProgress progress) {
    newest = progress;
  }

  void learned(long nanos) {
    learningTime.update(nanos / 1000);
    steps.markEvent();
  }

  void deadLetter() {
    deadLetters.inc();
  }
}
