package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Correction;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.ObservationReader;
import io.thalweg.connectors.agents.Reward;
import io.thalweg.connectors.agents.RewardJson;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.graph.Graphs;
import io.thalweg.jobs.host.Host;
import io.thalweg.jobs.host.HostSettings;
import io.thalweg.jobs.testing.HurtFlink;
import io.thalweg.jobs.testing.JobGauges;
import io.thalweg.jobs.testing.Streams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Agents that act and learn through a real broker, while their task manager is taken away: what is
 * learned is what the log of transitions says, and no step of any environment is lost.
 */
class AgentJobIT {
  private static final String DQN =
      "{type: dqn, environments: 8, n-step: 3, batch: 16, every: 4, starts: 50, memory: 500, prioritised: 0.6, epsilon-steps: 500}";
  private static final String PPO = "{type: ppo, environments: 6, rollout: 20}";
  private static final String TRACES = "{type: actor-critic, environments: 6}";
  private static final String NEURAL_BANDIT =
      "{type: neural-bandit, choice: upper-bound, environments: 6, every: 20, updates: 5, batch: 16, memory: 200}";
  private static final double IN_TIME = 5;
  private static final double LATE = 7;

  private static Streams streams;
  private static HurtFlink flink;

  @TempDir private Path savepoints;

  @BeforeAll
  static void start() throws Exception {
    streams = new Streams();
    flink = HurtFlink.start();
  }

  @AfterEach
  void no_job_is_left() throws Exception {
    flink.cancelAll();
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
    streams.close();
  }

  private static AgentJobSpec job(String name, String agent, int parallelism, String more) {
    AgentJobSpec spec =
        JobFile.parseAgent(
                name,
                """
                name: %s
                environment: cartpole
                agent: %s
                network: {hidden: 16}
                publish-every: 40
                checkpoint: 250ms
                parallelism: %d
                %s
                """
                    .formatted(name, agent, parallelism, more))
            .withBrokers(streams.brokers());
    streams.create(JobTopics.of(spec, 2).toArray(Topic[]::new));
    return spec;
  }

  private static JobID submit(AgentJobSpec spec, boolean bounded) throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    Graphs.build(env, spec, bounded);
    return flink.submit(env.getStreamGraph().getJobGraph());
  }

  private static AgentTopics topics(AgentJobSpec spec) {
    return new AgentTopics(streams, spec);
  }

  private static Host host(AgentJobSpec spec, String name, int count) {
    return new Host(
        new HostSettings(
            Environments.named("cartpole"),
            count,
            name,
            3,
            spec.input().topic(),
            spec.output().actions(),
            Duration.ofMillis(400),
            0),
        KafkaSettings.of(streams.brokers()));
  }

  @ParameterizedTest(name = "{0}: {1}, parallelism {2}, {3}")
  @CsvSource({
    "1, dqn, 1, at-least-once", "2, dqn, 2, at-least-once", "3, ppo, 1, at-least-once",
    "4, traces, 1, at-least-once", "5, dqn, 1, at-least-once", "6, ppo, 2, at-least-once",
    "7, dqn, 2, at-least-once", "8, traces, 2, at-least-once", "9, dqn, 1, at-least-once",
    "10, dqn, 1, exactly-once", "11, neural-bandit, 2, at-least-once"
  })
  void killed_job_learns_what_the_log_says_and_loses_no_step(
      long seed, String agent, int parallelism, String delivery) throws Exception {
    String settings =
        Map.of("dqn", DQN, "ppo", PPO, "traces", TRACES, "neural-bandit", NEURAL_BANDIT).get(agent);
    AgentJobSpec spec = job("killed-" + seed, settings, parallelism, "delivery: " + delivery);
    Random random = new Random(seed);
    JobID job = submit(spec, false);
    long steps;
    try (Host host = host(spec, "h", 6)) {
      CompletableFuture<Void> running = CompletableFuture.runAsync(host::run);
      HurtFlink.await().until(() -> JobGauges.version(job) >= 1);
      flink.takeCheckpoint(job);
      for (int kill = 0; kill < 2; kill++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
        flink.killTaskManager();
        long before = host.figures().steps();
        HurtFlink.await().until(() -> host.figures().steps() > before + 20);
      }
      host.end();
      running.get(1, TimeUnit.MINUTES);
      steps = host.figures().steps();
    }
    awaitLearned(job, spec, steps);
    flink.stopWithSavepoint(job, savepoints, true);

    assertThat(flink.checkpoints(job).getNumberOfRestoredCheckpoints()).isPositive();
    topics(spec).assertRight(steps);
  }

  /** Returns when the log has every step and the learner has read all of it. */
  private static void awaitLearned(JobID job, AgentJobSpec spec, long steps) throws Exception {
    TopicPartition log = new TopicPartition(spec.output().transitions(), 0);
    HurtFlink.await().until(() -> topics(spec).steps() == steps);
    flink.takeCheckpoint(job);
    HurtFlink.await()
        .until(
            () ->
                JobGauges.lastRead(job, log)
                    == streams.ends(List.of(log.topic())).get(log) - lastIsMarker(spec));
  }

  /** Behind the last record of a transaction is its marker. */
  private static int lastIsMarker(AgentJobSpec spec) {
    return spec.delivery() == AgentJobSpec.Delivery.EXACTLY_ONCE ? 2 : 1;
  }

  /** Of every three rewards one comes in time, one after the wait and one never. */
  @Test
  void rewards_that_come_later_join_or_correct_also_through_a_kill() throws Exception {
    AgentJobSpec spec =
        job(
            "rewarded",
            DQN,
            2,
            "rewards: {topic: rewarded.rewards, wait: 200ms, out-of-order: 0s, idle-timeout: 0s}");
    JobID job = submit(spec, false);
    long steps;
    try (Host host = host(spec, "h", 4)) {
      CompletableFuture<Void> running = CompletableFuture.runAsync(host::run);
      HurtFlink.await().until(() -> host.figures().steps() > 300);
      host.end();
      running.get(1, TimeUnit.MINUTES);
      steps = host.figures().steps();
    }
    List<Reward> rewards = rewards(spec);
    assertThat(rewards).hasSizeGreaterThan(100);
    write(spec, rewards.subList(0, rewards.size() / 2));
    flink.takeCheckpoint(job);
    flink.killTaskManager();
    write(spec, rewards.subList(rewards.size() / 2, rewards.size()));
    endTime(spec, rewards.get(rewards.size() - 1).time() + 10_000);
    long late = rewards.stream().filter(reward -> reward.value() == LATE).count();
    HurtFlink.await().until(() -> topics(spec).log().size() == steps + late);

    Map<String, Double> expected =
        rewards.stream().collect(Collectors.toMap(AgentJobIT::place, reward -> reward.value()));
    for (LogEntry entry : topics(spec).log()) {
      double found = expected.getOrDefault(AgentTopics.place(entry), 1.0);
      if (entry instanceof Transition transition) {
        assertThat(transition.reward()).isEqualTo(found == LATE ? 1 : found);
      } else if (entry instanceof Correction correction) {
        assertThat(correction).extracting(Correction::reward).isEqualTo(LATE);
        assertThat(correction.insteadOf()).isEqualTo(1);
      }
    }
    awaitLearned(job, spec, steps);
    flink.stopWithSavepoint(job, savepoints, true);
    topics(spec).assertLearned();
  }

  private static String place(Reward reward) {
    return reward.environment() + " " + reward.episode() + " " + reward.step();
  }

  /** For two of every three steps that were taken, by the time at which they become known. */
  private static List<Reward> rewards(AgentJobSpec spec) {
    List<Reward> rewards = new ArrayList<>();
    var reader = new ObservationReader(spec.input().spaces());
    Map<String, Long> times = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : streams.read(spec.input().topic())) {
      var raw = new RawRecord(new Origin("o", 0, 0), record.timestamp(), null, record.value());
      Observation seen = (Observation) reader.read(raw);
      if (seen.step() > 0 && seen.step() % 3 > 0) {
        boolean late = seen.step() % 3 == 1;
        long at = times.get(seen.environment()) + (late ? 700 : 100);
        rewards.add(
            new Reward(
                seen.environment(),
                seen.episode(),
                seen.step() - 1,
                at,
                late ? LATE : IN_TIME,
                null));
      }
      times.put(seen.environment(), seen.time());
    }
    rewards.sort(Comparator.comparing(Reward::time));
    return rewards;
  }

  private static void write(AgentJobSpec spec, List<Reward> rewards) throws Exception {
    RewardJson json = new RewardJson();
    List<String> values =
        rewards.stream().map(r -> new String(json.write(r), StandardCharsets.UTF_8)).toList();
    streams.write(spec.rewards().orElseThrow().topic(), List.of(values, List.of()));
  }

  /** Both partitions of both topics say that it is so late. */
  private static void endTime(AgentJobSpec spec, long time) throws Exception {
    String reward =
        "{\"environment\":\"none\",\"episode\":0,\"step\":0,\"time\":%d,\"reward\":0}"
            .formatted(time);
    streams.write(spec.rewards().orElseThrow().topic(), List.of(List.of(reward), List.of(reward)));
    String seen =
        "{\"environment\":\"%s\",\"episode\":0,\"step\":0,\"time\":%d,\"observation\":[0,0,0,0]}";
    streams.write(
        spec.input().topic(),
        List.of(
            List.of(seen.formatted("clock-0", time)), List.of(seen.formatted("clock-1", time))));
  }

  @Test
  void a_second_agent_learns_from_the_same_log_from_its_beginning() throws Exception {
    AgentJobSpec first = job("first", DQN, 1, "");
    JobID job = submit(first, false);
    long steps;
    try (Host host = host(first, "one", 3);
        Host other = host(first, "two", 3)) {
      CompletableFuture<Void> running = CompletableFuture.runAsync(host::run);
      CompletableFuture<Void> beside = CompletableFuture.runAsync(other::run);
      HurtFlink.await().until(() -> host.figures().steps() > 150 && other.figures().steps() > 150);
      other.end();
      beside.get(1, TimeUnit.MINUTES);
      long alone = host.figures().steps();
      HurtFlink.await().until(() -> host.figures().steps() > alone + 50);
      host.end();
      running.get(1, TimeUnit.MINUTES);
      steps = host.figures().steps() + other.figures().steps();
    }
    awaitLearned(job, first, steps);
    AgentJobSpec second = job("second", TRACES, 1, "").learningFrom(first.output().transitions());
    flink.awaitEnd(submit(second, true));

    topics(second).assertLearned();
  }

  @Test
  void what_is_wrong_goes_to_the_dead_letters_and_the_job_goes_on() throws Exception {
    AgentJobSpec spec = job("hostile", DQN, 1, "");
    JobID job = submit(spec, false);
    String start = "{\"environment\":\"x\",\"episode\":0,\"step\":0,\"time\":1,\"observation\":";
    List<String> wrong =
        List.of(
            "no JSON",
            start + "[1,2,3]}",
            start + "[1,2,3,NaN]}",
            start + "[1,2,3,\"4\"]}",
            start + "[1,2,3,4]",
            start.replace("\"step\":0", "\"step\":1") + "[1,2,3,4]}",
            start.replace("\"step\":0", "\"step\":1")
                + "[1,2,3,4],\"reward\":1e99,\"terminated\":false,\"truncated\":false,\"action\":0}",
            start.replace("\"step\":0", "\"step\":1")
                + "[1,2,3,4],\"reward\":1,\"terminated\":false,\"truncated\":false,\"action\":2}");
    streams.write(spec.input().topic(), List.of(wrong, List.of()));
    streams.write(
        spec.output().transitions(), List.of(List.of("{}", "{\"environment\":\"x\"}", "")));
    try (Host host = host(spec, "right", 2)) {
      CompletableFuture<Void> running = CompletableFuture.runAsync(host::run);
      HurtFlink.await().until(() -> host.figures().steps() > 100);
      host.end();
      running.get(1, TimeUnit.MINUTES);
    }
    int all = wrong.size() + 3;
    HurtFlink.await().until(() -> streams.read(spec.output().deadLetter()).size() >= all);

    var dead = streams.read(spec.output().deadLetter());
    assertThat(dead).hasSize(all);
    assertThat(dead)
        .allSatisfy(record -> assertThat(Streams.header(record, "thalweg-reason")).isNotBlank());
    assertThat(values(dead)).containsAll(wrong);
    assertThat(flink.cluster().getExecutionGraph(job).get().getState().isTerminalState()).isFalse();
    assertThat(flink.checkpoints(job).getNumberOfRestoredCheckpoints()).isZero();
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    Function<ConsumerRecord<byte[], byte[]>, String> text =
        record -> new String(record.value(), StandardCharsets.UTF_8);
    return records.stream().map(text).toList();
  }
}
