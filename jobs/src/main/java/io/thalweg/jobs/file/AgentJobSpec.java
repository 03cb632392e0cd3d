package io.thalweg.jobs.file;

import io.thalweg.connectors.agents.AgentSpaces;
import io.thalweg.connectors.kafka.LostRecords;
import io.thalweg.models.families.AgentSpec;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An agent job: what a job file with an {@code agent} says, checked and with its defaults filled
 * in.
 *
 * @param publishEvery a version is published when this many transitions, or more, have been learned
 *     since the last
 * @param evaluationWindow episodes in the sliding window of the figures
 * @param gate that versions must pass before they are published
 * @param timeToLive environments that were silent for longer, in event time, start anew
 */
public record AgentJobSpec(
    String name,
    Role role,
    Input input,
    Optional<Rewards> rewards,
    AgentSpec agent,
    int publishEvery,
    int evaluationWindow,
    Optional<Gate> gate,
    Output output,
    Delivery delivery,
    Duration checkpoint,
    int parallelism,
    Duration timeToLive,
    Map<String, String> kafka)
    implements Job {
  public AgentJobSpec {
    if (agent.family().window() > 1) {
      throw new IllegalArgumentException(
          "agent that reads the newest %d observations found, one that reads a single one expected: recurrent agents are for './thalweg train'"
              .formatted(agent.family().window()));
    }
  }

  /** What of the flow from observations to policies the job does. */
  public enum Role {
    /** All of it. */
    ACT_AND_LEARN,
    /** It answers observations and writes transitions; another job learns from them. */
    ACT,
    /** It learns from transitions that another job writes. */
    LEARN;

    public boolean acts() {
      return this != LEARN;
    }

    public boolean learns() {
      return this != ACT;
    }
  }

  /**
   * Where observations come from.
   *
   * @param spaces what they hold, and which actions there are
   * @param lost what to do about records that are gone before they were read
   */
  public record Input(String topic, AgentSpaces spaces, LostRecords lost) {}

  /**
   * Rewards that come later than what an action led to.
   *
   * @param patience event time that a transition waits for its reward
   * @param outOfOrder how far observations and rewards may be behind the newest of their partition
   * @param idleTimeout after how long, by the wall clock, a silent partition no longer holds up
   *     event time; none: never
   */
  public record Rewards(
      String topic, Duration patience, Duration outOfOrder, Optional<Duration> idleTimeout) {}

  /**
   * What a version must pass before it is published: estimated from the log's episodes, its return
   * must not be worse than that of the version published last.
   *
   * @param episodes that a version is tried over
   * @param margin by how much its return may be worse, per episode
   * @param errors standard errors of the estimated difference that are taken off it first
   * @param holds whether a version that does not pass is held back, or everything is published and
   *     the estimates are only told
   */
  public record Gate(int episodes, double margin, double errors, boolean holds)
      implements Serializable {}

  /** Names of the other topics: all are written, transitions and policies are read too. */
  public record Output(
      String actions,
      String transitions,
      String policies,
      String metrics,
      String late,
      String deadLetter) {}

  @Override
  public String versions() {
    return output.policies();
  }

  @Override
  public String fingerprint() {
    return agent.fingerprint();
  }

  @Override
  public Watched watched() {
    return new Watched(
        Optional.of(output.metrics()).filter(topic -> role.learns()),
        Optional.of(output.late()).filter(topic -> role.acts()),
        output.deadLetter());
  }

  @Override
  public AgentJobSpec withKafka(String property, String value) {
    Map<String, String> properties = new HashMap<>(kafka);
    properties.put(property, value);
    return with(role, output, parallelism, Map.copyOf(properties));
  }

  @Override
  public AgentJobSpec withBrokers(String bootstrapServers) {
    return withKafka("bootstrap.servers", bootstrapServers);
  }

  @Override
  public AgentJobSpec withParallelism(int subtasks) {
    return with(role, output, subtasks, kafka);
  }

  /** The same agent, learning only, from the transitions of that topic. */
  public AgentJobSpec learningFrom(String transitions) {
    Output other =
        new Output(
            output.actions(),
            transitions,
            output.policies(),
            output.metrics(),
            output.late(),
            output.deadLetter());
    return with(Role.LEARN, other, parallelism, kafka);
  }

  private AgentJobSpec with(
      Role newRole, Output newOutput, int subtasks, Map<String, String> properties) {
    return new AgentJobSpec(
        name,
        newRole,
        input,
        rewards,
        agent,
        publishEvery,
        evaluationWindow,
        gate,
        newOutput,
        delivery,
        checkpoint,
        subtasks,
        timeToLive,
        properties);
  }

  /** Without the Kafka properties: they may hold secrets. */
  @Override
  public String toString() {
    return "job " + name;
  }
}
