package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.jobs.stream.Rejected;
import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Makes transitions of an environment's observations that follow each other, and passes on what is
 * to be answered. The step counter is the order: nothing waits for event time.
 *
 * <p>Two observations make a transition only where the second is the next step of the same episode.
 * What came between others is lost, and nothing is made up for it. A repeated observation is
 * answered again and makes no second transition; one that is late, or comes after its episode's
 * end, is not answered. An earlier episode that begins at a later time is one of a host that was
 * started again.
 */
final class TransitionAssembler extends KeyedProcessFunction<String, Observation, Observation> {
  private static final long serialVersionUID = 1L;

  private final long timeToLive;
  private final OutputTag<Transition> transitions;
  private final OutputTag<Rejected> late;
  private final OutputTag<Rejected> deadLetter;

  private transient ValueState<Newest> newest;
  private transient Counter repeated;
  private transient Counter lateObservations;
  private transient Counter lost;
  private transient Counter abandoned;
  private transient Counter contradictions;

  /**
   * @param timeToLive milliseconds of event time after which a silent environment starts anew
   */
  TransitionAssembler(
      long timeToLive,
      OutputTag<Transition> transitions,
      OutputTag<Rejected> late,
      OutputTag<Rejected> deadLetter) {
    this.timeToLive = timeToLive;
    this.transitions = transitions;
    this.late = late;
    this.deadLetter = deadLetter;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Newest> descriptor =
        new ValueStateDescriptor<>("newest", AgentElement.NEWEST.information(Newest.class));
    // Event time decides; the wall clock only sweeps up what event time has let go long ago.
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(Duration.ofMillis(Math.multiplyExact(timeToLive, 2))).build());
    newest = getRuntimeContext().getState(descriptor);
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    repeated = TransitionAssemblerMetrics.REPEATED_OBSERVATIONS.counterIn(metrics);
    lateObservations = TransitionAssemblerMetrics.LATE_RECORDS.counterIn(metrics);
    lost = TransitionAssemblerMetrics.LOST_OBSERVATIONS.counterIn(metrics);
    abandoned = TransitionAssemblerMetrics.ABANDONED_EPISODES.counterIn(metrics);
    contradictions = TransitionAssemblerMetrics.DEAD_LETTER_RECORDS.counterIn(metrics);
  }

  @Override
  public void processElement(Observation now, Context context, Collector<Observation> out)
      throws Exception {
    Newest before = newest.value();
    if (before == null || now.time() - before.time() > timeToLive) {
      lost.inc(now.step() > 0 ? 1 : 0);
    } else if (isBehind(now, before) && !beginsAnew(now, before)) {
      lateObservations.inc();
      context.output(late, new Rejected(now.raw(), "late: " + place(before) + " came before it"));
      return;
    } else if (isSame(now, before)) {
      again(now, before, context, out);
      return;
    } else if (now.episode() == before.episode() && before.ended()) {
      contradict(
          now,
          "field 'step': %d found, none after %s, which ended the episode, expected"
              .formatted(now.step(), place(before)),
          context);
      return;
    } else if (isNext(now, before)) {
      context.output(transitions, transition(before, now));
    } else {
      count(now, before);
    }
    newest.update(Newest.of(now));
    if (!now.ends()) {
      out.collect(now);
    }
  }

  private static boolean isBehind(Observation now, Newest before) {
    return now.episode() < before.episode()
        || (now.episode() == before.episode() && now.step() < before.step());
  }

  /** A host that was started again counts its episodes from the beginning. */
  private static boolean beginsAnew(Observation now, Newest before) {
    return now.step() == 0 && now.time() > before.time();
  }

  private static boolean isSame(Observation now, Newest before) {
    return now.episode() == before.episode() && now.step() == before.step();
  }

  private static boolean isNext(Observation now, Newest before) {
    return now.episode() == before.episode() && now.step() == before.step() + 1;
  }

  /** The environment asks once more, or says something else of the same step. */
  private void again(Observation now, Newest before, Context context, Collector<Observation> out) {
    if (!Arrays.equals(now.values(), before.values()) || now.ends() != before.ended()) {
      contradict(
          now,
          "field 'observation': another than before found for %s, the same expected"
              .formatted(place(before)),
          context);
      return;
    }
    repeated.inc();
    if (!now.ends()) {
      out.collect(now);
    }
  }

  private void contradict(Observation now, String reason, Context context) {
    contradictions.inc();
    context.output(deadLetter, new Rejected(now.raw(), reason));
  }

  private void count(Observation now, Newest before) {
    if (now.episode() == before.episode()) {
      lost.inc(now.step() - before.step() - 1);
    } else {
      lost.inc(now.step() > 0 ? 1 : 0);
      abandoned.inc(before.ended() ? 0 : 1);
    }
  }

  private static Transition transition(Newest before, Observation now) {
    return new Transition(
        now.environment(),
        before.episode(),
        before.step(),
        before.time(),
        before.values(),
        now.taken().action(),
        now.taken().probability(),
        now.taken().policyVersion(),
        now.reward(),
        now.values(),
        now.terminated(),
        now.truncated());
  }

  private static String place(Newest before) {
    return "step %d of episode %d".formatted(before.step(), before.episode());
  }
}
