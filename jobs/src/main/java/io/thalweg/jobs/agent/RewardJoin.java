package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Correction;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Reward;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.jobs.stream.Rejected;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gives transitions the rewards that come later. A transition waits, and those of its environment
 * behind it, until its reward is there or event time has passed the wait; then it goes into the log
 * with the reward that its environment said. A reward that comes after that goes into the log as a
 * correction. Whether a reward joins is decided by event times alone: a replay gives the same
 * joins.
 */
final class RewardJoin extends KeyedCoProcessFunction<String, Transition, Rewarded, LogEntry> {
  private static final long serialVersionUID = 1L;

  private final long wait;
  private final long timeToLive;
  private final OutputTag<Rejected> late;

  /**
   * Transitions that wait, by the order in which they came, and the numbers of the first and next.
   */
  private transient MapState<Long, Transition> waiting;

  private transient ValueState<long[]> ends;

  /** Rewards that wait for their transition, or for its turn. */
  private transient MapState<String, Rewarded> rewards;

  /** What the log says of transitions that are in it. */
  private transient MapState<String, Double> said;

  private transient Counter joined;
  private transient Counter defaulted;
  private transient Counter corrected;
  private transient Counter unmatched;

  /**
   * @param wait milliseconds of event time that a transition waits for its reward
   * @param timeToLive milliseconds, by the wall clock, for which rewards are corrected
   */
  RewardJoin(long wait, long timeToLive, OutputTag<Rejected> late) {
    this.wait = wait;
    this.timeToLive = timeToLive;
    this.late = late;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    waiting =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "waiting", Types.LONG, AgentElement.TRANSITION.information(Transition.class)));
    ends =
        runtime.getState(
            new ValueStateDescriptor<>(
                "ends", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    rewards =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "rewards", Types.STRING, AgentElement.REWARDED.information(Rewarded.class)));
    MapStateDescriptor<String, Double> ofSaid =
        new MapStateDescriptor<>("said", Types.STRING, Types.DOUBLE);
    ofSaid.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofMillis(timeToLive)).build());
    said = runtime.getMapState(ofSaid);
    MetricGroup metrics = runtime.getMetricGroup();
    joined = RewardJoinMetrics.JOINED_REWARDS.counterIn(metrics);
    defaulted = RewardJoinMetrics.DEFAULT_REWARDS.counterIn(metrics);
    corrected = RewardJoinMetrics.CORRECTED_REWARDS.counterIn(metrics);
    unmatched = RewardJoinMetrics.UNMATCHED_REWARDS.counterIn(metrics);
  }

  @Override
  public void processElement1(Transition transition, Context context, Collector<LogEntry> out)
      throws Exception {
    long[] numbers = numbers();
    waiting.put(numbers[1], transition);
    context.timerService().registerEventTimeTimer(transition.time() + wait);
    release(numbers[0], numbers[1] + 1, context.timerService().currentWatermark(), out);
  }

  @Override
  public void processElement2(Rewarded rewarded, Context context, Collector<LogEntry> out)
      throws Exception {
    Reward reward = rewarded.reward();
    String place = place(reward.episode(), reward.step());
    Double before = said.get(place);
    if (before != null) {
      correct(reward, before, out);
      return;
    }
    rewards.put(place, rewarded);
    context.timerService().registerEventTimeTimer(reward.time() + wait);
    release(context.timerService().currentWatermark(), out);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<LogEntry> out) throws Exception {
    release(time, out);
    rejectUnmatched(time, context);
  }

  private long[] numbers() throws Exception {
    long[] numbers = ends.value();
    return numbers == null ? new long[2] : numbers;
  }

  private void release(long watermark, Collector<LogEntry> out) throws Exception {
    long[] numbers = numbers();
    if (numbers[0] < numbers[1]) {
      release(numbers[0], numbers[1], watermark, out);
    }
  }

  /** Those at the head that have their reward, or have waited long enough. */
  private void release(long first, long next, long watermark, Collector<LogEntry> out)
      throws Exception {
    long head = first;
    for (; head < next; head++) {
      Transition transition = waiting.get(head);
      String place = place(transition.episode(), transition.step());
      Rewarded found = rewards.get(place);
      boolean inTime =
          found != null && !found.late() && found.reward().time() <= transition.time() + wait;
      if (!inTime && watermark < transition.time() + wait) {
        break;
      }
      waiting.remove(head);
      rewards.remove(place);
      double reward = inTime ? found.reward().value() : transition.reward();
      (inTime ? joined : defaulted).inc();
      said.put(place, reward);
      out.collect(transition.withReward(reward));
      if (found != null && !inTime) {
        correct(found.reward(), reward, out);
      }
    }
    ends.update(new long[] {head, next});
  }

  private void correct(Reward reward, double before, Collector<LogEntry> out) throws Exception {
    if (reward.value() == before) {
      return; // it stood there before, or came twice
    }
    corrected.inc();
    said.put(place(reward.episode(), reward.step()), reward.value());
    out.collect(
        new Correction(
            reward.environment(),
            reward.episode(),
            reward.step(),
            reward.time(),
            reward.value(),
            before));
  }

  /** Event time has passed them, and whatever they could be of. */
  private void rejectUnmatched(long time, Context context) throws Exception {
    Set<String> over = new LinkedHashSet<>();
    for (Map.Entry<String, Rewarded> entry : rewards.entries()) {
      if (entry.getValue().reward().time() + wait <= time) {
        over.add(entry.getKey());
      }
    }
    if (over.isEmpty()) {
      return;
    }
    for (Transition transition : waiting.values()) {
      over.remove(place(transition.episode(), transition.step()));
    }
    for (String place : over) {
      unmatched.inc();
      context.output(
          late,
          new Rejected(
              rewards.get(place).reward().raw(),
              "late: no transition of that environment, episode and step was there within the wait"));
      rewards.remove(place);
    }
  }

  private static String place(long episode, long step) {
    return episode + "." + step;
  }
}
