package io.thalweg.jobs.file;

import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.LabelSchema;
import io.thalweg.connectors.kafka.LostRecords;
import io.thalweg.models.learning.ModelSpec;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A sequence job: what a job file says, checked and with its defaults filled in.
 *
 * @param name of the job, of its model and of its consumer group
 * @param labels where labels come on a topic of their own
 * @param publishEvery a model update is published after so many updates
 * @param evaluationWindow labelled examples in the sliding window of the figures
 * @param parallelism of everything but the learner
 * @param kafka properties for every Kafka client of the job, {@code bootstrap.servers} among them
 *     or not; secrets not yet resolved
 */
public record JobSpec(
    String name,
    Input input,
    Optional<Labels> labels,
    ModelSpec model,
    Serving serving,
    int publishEvery,
    int evaluationWindow,
    Output output,
    Delivery delivery,
    Duration checkpoint,
    int parallelism,
    State state,
    Map<String, String> kafka)
    implements Job {

  @Override
  public String versions() {
    return output.model();
  }

  @Override
  public String fingerprint() {
    return model.fingerprint();
  }

  @Override
  public JobSpec withBrokers(String bootstrapServers) {
    return withKafka("bootstrap.servers", bootstrapServers);
  }

  @Override
  public JobSpec withKafka(String property, String value) {
    Map<String, String> properties = new HashMap<>(kafka);
    properties.put(property, value);
    return with(model, parallelism, Map.copyOf(properties));
  }

  @Override
  public Watched watched() {
    return new Watched(
        Optional.of(output.metrics()), Optional.of(output.late()), output.deadLetter());
  }

  @Override
  public JobSpec withParallelism(int subtasks) {
    return with(model, subtasks, kafka);
  }

  /** The same job with another seed: another model of the same kind. */
  public JobSpec withSeed(long seed) {
    return with(model.withSeed(seed), parallelism, kafka);
  }

  /** The same job with another model. */
  JobSpec withModel(ModelSpec other) {
    return with(other, parallelism, kafka);
  }

  private JobSpec with(ModelSpec newModel, int subtasks, Map<String, String> properties) {
    return new JobSpec(
        name,
        input,
        labels,
        newModel,
        serving,
        publishEvery,
        evaluationWindow,
        output,
        delivery,
        checkpoint,
        subtasks,
        state,
        properties);
  }

  /** Without the Kafka properties: they may hold secrets. */
  @Override
  public String toString() {
    return "job " + name;
  }

  /**
   * Where events come from.
   *
   * @param outOfOrder how far a record may be behind the newest event time of its partition
   * @param idleTimeout after how long (by the wall clock) a silent partition no longer holds up
   *     event time; none: never
   * @param lost what to do about events, and labels, that are gone before they were read
   */
  public record Input(
      String topic,
      EventSchema schema,
      Duration outOfOrder,
      Optional<Duration> idleTimeout,
      LostRecords lost) {}

  /**
   * Where labels come from, if not with their events.
   *
   * @param patience how long, in event time, an event waits for its label (and a label for its
   *     event)
   */
  public record Labels(
      String topic,
      LabelSchema schema,
      Duration patience,
      Duration outOfOrder,
      Optional<Duration> idleTimeout) {}

  /** Names of the topics that the job writes. */
  public record Output(
      String predictions, String model, String metrics, String late, String deadLetter) {}

  /**
   * Bounds of the state by key.
   *
   * @param timeToLive sequences of keys that were silent for longer, in event time, start anew
   * @param maxKeys keys whose sequences are kept on the heap; the others are in the state backend
   */
  public record State(Duration timeToLive, int maxKeys) implements Serializable {}

  /** Who answers. */
  public enum Serving {
    /** The learner itself, before it learns: deterministic. */
    LOCKSTEP,
    /** Any number of predictors, each with the newest published version. */
    FLEET
  }
}
