package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Reward;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.kafka.Sources;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.AgentJobSpec.Rewards;
import io.thalweg.jobs.metrics.OperatorMetrics;
import io.thalweg.jobs.stream.JobGraph;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * The graph of an agent job, from its topics to its topics. It is in two parts, cut at the log of
 * transitions; a job does one of them or both.
 *
 * <pre>
 * (rewards ─▶ gate ─▶ reward join, between assembler and transitions, where a topic brings them)
 *
 * observations ─▶ gate ─▶ by environment: transition assembler ─▶ policy ─▶ actions
 *                  │                          │     │               ▲
 *                  └▶ dead-letter             │     └▶ late         └─ newest version ◀─┐
 *                                             ▼                                         │
 *                                        transitions ─▶ learner ─┬▶ policy-updates ─────┘
 *                                                                └▶ metrics
 * </pre>
 */
public final class AgentJob {
  private final AgentJobSpec spec;
  private final boolean bounded;
  private final JobGraph graph;
  private final Map<String, Integer> partitions;
  private final OutputTag<Rejected> late =
      new OutputTag<>("late", StreamElement.REJECTED.information(Rejected.class));
  private final OutputTag<Rejected> deadLetter =
      new OutputTag<>("dead-letter", StreamElement.REJECTED.information(Rejected.class));
  private final OutputTag<Transition> transitions =
      new OutputTag<>("transitions", AgentElement.TRANSITION.information(Transition.class));
  private final OutputTag<ModelUpdate> updates =
      new OutputTag<>("updates", StreamElement.UPDATE.information(ModelUpdate.class));
  private final List<DataStream<Rejected>> deadLetters = new ArrayList<>();
  private final List<DataStream<Rejected>> lateRecords = new ArrayList<>();

  private AgentJob(
      AgentJobSpec spec, boolean bounded, JobGraph graph, Map<String, Integer> partitions) {
    this.spec = spec;
    this.bounded = bounded;
    this.graph = graph;
    this.partitions = partitions;
  }

  /**
   * Adds the job to {@code env} and sets what it depends on there (object reuse, checkpoints);
   * restart strategy and state backend stay the cluster's.
   *
   * @param bounded whether to end where the input topics end now
   * @throws io.thalweg.connectors.kafka.KafkaAccessException if the brokers cannot be reached, a
   *     topic that is read is missing, or a topic for rejected records takes only short ones
   * @throws IllegalArgumentException if transitions have several partitions
   */
  public static void build(StreamExecutionEnvironment env, AgentJobSpec spec, boolean bounded) {
    JobGraph graph = new JobGraph(spec);
    Map<String, Integer> partitions;
    try (Topics topics = new Topics(graph.kafka())) {
      partitions = topics.existing(read(spec));
      topics.requireRoomForRejected(rejecting(spec));
    }
    requireOnePartition(spec, partitions);
    new AgentJob(spec, bounded, graph, partitions).build(env);
  }

  /** What the operators of such jobs measure, and sequence jobs' do not. */
  public static List<OperatorMetrics> metrics() {
    return List.of(
        ObservationGateMetrics.ALL,
        TransitionAssemblerMetrics.ALL,
        RewardGateMetrics.ALL,
        RewardJoinMetrics.ALL,
        PolicyMetrics.ALL,
        AgentMetrics.ALL);
  }

  private static List<String> read(AgentJobSpec spec) {
    List<String> topics = new ArrayList<>();
    if (spec.role().acts()) {
      topics.add(spec.input().topic());
      topics.add(spec.output().policies());
      spec.rewards().ifPresent(rewards -> topics.add(rewards.topic()));
    }
    topics.add(spec.output().transitions());
    return topics;
  }

  private static List<String> rejecting(AgentJobSpec spec) {
    return spec.role().acts()
        ? List.of(spec.output().late(), spec.output().deadLetter())
        : List.of(spec.output().deadLetter());
  }

  private static void requireOnePartition(AgentJobSpec spec, Map<String, Integer> partitions) {
    String log = spec.output().transitions();
    if (partitions.get(log) != 1) {
      throw new IllegalArgumentException(
          "topic %s: %d partitions found, 1 expected: its order is what the agent is a function of; make it anew with ./thalweg topics create, or name another one in output.transitions"
              .formatted(log, partitions.get(log)));
    }
  }

  private void build(StreamExecutionEnvironment env) {
    graph.configure(env);
    if (spec.role().acts()) {
      act(env);
    }
    if (spec.role().learns()) {
      learn(env);
    }
    graph.sinkRejected(deadLetters, "dead-letter", spec.output().deadLetter());
  }

  private void act(StreamExecutionEnvironment env) {
    SingleOutputStreamOperator<Observation> observations = observations(env);
    var assembled =
        JobGraph.keyed(observations, Observation::environment, spec.parallelism() == 1)
            .process(
                new TransitionAssembler(
                    spec.timeToLive().toMillis(), transitions, late, deadLetter),
                AgentElement.OBSERVATION.information(Observation.class))
            .name("transition assembler")
            .uid(spec.name() + "-assembler")
            .setParallelism(spec.parallelism())
            .setMaxParallelism(JobGraph.MAX_PARALLELISM);
    deadLetters.add(assembled.getSideOutput(deadLetter));
    DataStream<Decision> decisions =
        assembled
            .connect(
                graph
                    .versions(
                        env,
                        bounded,
                        "actors",
                        "policy updates",
                        "policy-updates-read",
                        List.of(spec.name(), Pin.id(spec.name())))
                    .broadcast())
            .transform(
                "policy",
                AgentElement.DECISION.information(Decision.class),
                PolicyOperator.factory(spec.name(), spec.agent()))
            .uid(spec.name() + "-policy")
            .setParallelism(spec.parallelism());
    AgentJobSpec.Output output = spec.output();
    graph.sink(
        decisions,
        "actions",
        output.actions(),
        AgentRecords.decisions(output.actions()),
        spec.parallelism());
    graph.sink(
        log(env, assembled.getSideOutput(transitions)),
        "transitions",
        output.transitions(),
        AgentRecords.log(output.transitions()),
        spec.parallelism());
    lateRecords.add(assembled.getSideOutput(late));
    graph.sinkRejected(lateRecords, "late", output.late());
  }

  /** Transitions as they go into the log, with the rewards that come later. */
  private DataStream<LogEntry> log(StreamExecutionEnvironment env, DataStream<Transition> steps) {
    if (spec.rewards().isEmpty()) {
      return steps
          .map(transition -> (LogEntry) transition)
          .returns(AgentElement.LOG_ENTRY.information(LogEntry.class))
          .name("log entries")
          .setParallelism(steps.getParallelism());
    }
    Rewards rewards = spec.rewards().get();
    var joined =
        steps
            .keyBy(Transition::environment)
            .connect(rewarded(env, rewards).keyBy(rewarded -> rewarded.reward().environment()))
            .process(
                new RewardJoin(rewards.patience().toMillis(), spec.timeToLive().toMillis(), late),
                AgentElement.LOG_ENTRY.information(LogEntry.class))
            .name("reward join")
            .uid(spec.name() + "-reward-join")
            .setParallelism(spec.parallelism())
            .setMaxParallelism(JobGraph.MAX_PARALLELISM);
    lateRecords.add(joined.getSideOutput(late));
    return joined;
  }

  private DataStream<Rewarded> rewarded(StreamExecutionEnvironment env, Rewards rewards) {
    return gated(
        env,
        "reward",
        rewards.topic(),
        new AgentRecords.Rewards(spec.input().spaces().maxAhead()),
        new RewardGate(rewards.outOfOrder().toMillis(), deadLetter),
        AgentElement.REWARDED.information(Rewarded.class));
  }

  private SingleOutputStreamOperator<Observation> observations(StreamExecutionEnvironment env) {
    return gated(
        env,
        "observation",
        spec.input().topic(),
        new AgentRecords.Observations(spec.input().spaces()),
        new ObservationGate(deadLetter),
        AgentElement.OBSERVATION.information(Observation.class));
  }

  /** What of a topic's records a gate lets through. */
  private <T> SingleOutputStreamOperator<T> gated(
      StreamExecutionEnvironment env,
      String name,
      String topic,
      KafkaRecordDeserializationSchema<Heard> schema,
      ProcessFunction<Heard, T> gate,
      TypeInformation<T> type) {
    int subtasks = Math.min(spec.parallelism(), partitions.get(topic));
    var source =
        Sources.records(graph.kafka(), topic, spec.name(), spec.input().lost(), bounded, schema);
    var gated =
        env.fromSource(source, watermarks(), name + "s")
            .uid(spec.name() + "-" + name + "s")
            .setParallelism(subtasks)
            .process(gate, type)
            .name(name + " gate")
            .uid(spec.name() + "-" + name + "-gate")
            .setParallelism(subtasks);
    deadLetters.add(gated.getSideOutput(deadLetter));
    return gated;
  }

  /** Of observations and rewards, where the latter are waited for. */
  private WatermarkStrategy<Heard> watermarks() {
    if (spec.rewards().isEmpty()) {
      return WatermarkStrategy.noWatermarks();
    }
    Rewards rewards = spec.rewards().get();
    WatermarkStrategy<Heard> strategy =
        WatermarkStrategy.<Heard>forBoundedOutOfOrderness(rewards.outOfOrder())
            .withTimestampAssigner((heard, timestamp) -> time(heard));
    return bounded ? strategy : rewards.idleTimeout().map(strategy::withIdleness).orElse(strategy);
  }

  /** Long.MIN_VALUE moves no watermark. */
  private static long time(Heard heard) {
    if (heard instanceof Observation observation) {
      return observation.time();
    }
    return heard instanceof Reward reward ? reward.time() : Long.MIN_VALUE;
  }

  private void learn(StreamExecutionEnvironment env) {
    String log = spec.output().transitions();
    var source =
        Sources.records(
            graph.kafka(),
            log,
            spec.name() + "-learner",
            spec.input().lost(),
            bounded,
            new AgentRecords.Transitions(spec.input().spaces()));
    var logged =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "log of transitions")
            .uid(spec.name() + "-log")
            .setParallelism(1);
    SingleOutputStreamOperator<AgentProgress> progress =
        JobGraph.keyed(logged, transition -> AgentLearner.KEY, true)
            .transform(
                "learner",
                AgentElement.PROGRESS.information(AgentProgress.class),
                AgentLearner.factory(
                    new AgentLearner.Settings(
                        spec.name(),
                        spec.agent(),
                        spec.publishEvery(),
                        spec.evaluationWindow(),
                        spec.gate().orElse(null),
                        System.currentTimeMillis()),
                    new AgentLearner.Outputs(updates, deadLetter)))
            .uid(spec.name() + "-learner")
            .setParallelism(1)
            .setMaxParallelism(JobGraph.MAX_PARALLELISM);
    deadLetters.add(progress.getSideOutput(deadLetter));
    graph.sinkUpdates(progress.getSideOutput(updates), "policy-updates", spec.output().policies());
    graph.sink(
        progress,
        "metrics",
        spec.output().metrics(),
        AgentRecords.progress(spec.output().metrics()),
        1);
  }
}
