package io.thalweg.jobs.soak;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The job that soaks: recurrent, in lockstep, exactly once. */
final class SoakJob {
  private static final String FILE =
      """
      name: %1$s
      input: {topic: %1$s, key: key, event-time: t, id: id}
      features: {numeric: [x, y], previous-label: true}
      label: {field: label, classes: [below, above]}
      sequence: 6
      network: {type: lstm, hidden: 8}
      learning: {updater: adam, rate: 0.003, batch: 32, updates: 2, rehearsal: 200, seed: 7}
      parallelism: 2
      publish-every: 100
      delivery: exactly-once
      checkpoint: 2s
      """;

  private SoakJob() {}

  /** Under a name, which is that of its input too. */
  static JobSpec of(String name, String broker) {
    return JobFile.parseSequence(name, FILE.formatted(name)).withBrokers(broker);
  }

  /**
   * Makes input and output. Records carry the time of their appending, by which it is seen for how
   * long nothing was answered.
   */
  static void createTopics(JobSpec job) {
    List<Topic> all =
        JobTopics.of(job, LabelledEvents.PARTITIONS).stream().map(SoakJob::stamped).toList();
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      topics.create(all);
    }
  }

  private static Topic stamped(Topic topic) {
    Map<String, String> configuration = new HashMap<>(topic.configuration());
    configuration.put("message.timestamp.type", "LogAppendTime");
    configuration.put("retention.ms", "-1");
    return new Topic(topic.name(), topic.partitions(), configuration);
  }
}
