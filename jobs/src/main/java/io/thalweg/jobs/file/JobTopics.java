package io.thalweg.jobs.file;

import io.thalweg.connectors.kafka.Topic;
import java.util.ArrayList;
import java.util.List;

/** The topics of a job as they are to be made. */
public final class JobTopics {
  private JobTopics() {}

  /**
   * All that the job reads or writes.
   *
   * @param partitions of topics that are read or written by many: one where order decides
   */
  public static List<Topic> of(Job job, int partitions) {
    return job instanceof AgentJobSpec agent
        ? of(agent, partitions)
        : of((JobSpec) job, partitions);
  }

  /** Transitions have one partition, whose order is that of learning; so have policies. */
  private static List<Topic> of(AgentJobSpec spec, int partitions) {
    List<Topic> topics = new ArrayList<>();
    AgentJobSpec.Output output = spec.output();
    if (spec.role().acts()) {
      topics.add(Topic.of(spec.input().topic(), partitions));
      spec.rewards().ifPresent(rewards -> topics.add(Topic.of(rewards.topic(), partitions)));
      topics.add(Topic.of(output.actions(), partitions));
      topics.add(Topic.ofRejected(output.late(), partitions));
    }
    topics.add(Topic.of(output.transitions(), 1));
    topics.add(Topic.ofModel(output.policies()));
    if (spec.role().learns()) {
      topics.add(Topic.of(output.metrics(), 1));
    }
    topics.add(Topic.ofRejected(output.deadLetter(), partitions));
    return topics;
  }

  /**
   * All that the job reads or writes.
   *
   * @param partitions of every topic but the model's and the metrics', which have one
   */
  private static List<Topic> of(JobSpec spec, int partitions) {
    List<Topic> topics = new ArrayList<>();
    topics.add(Topic.of(spec.input().topic(), partitions));
    spec.labels().ifPresent(labels -> topics.add(Topic.of(labels.topic(), partitions)));
    topics.add(Topic.of(spec.output().predictions(), partitions));
    topics.add(Topic.ofModel(spec.output().model()));
    topics.add(Topic.of(spec.output().metrics(), 1));
    topics.add(Topic.ofRejected(spec.output().late(), partitions));
    topics.add(Topic.ofRejected(spec.output().deadLetter(), partitions));
    return topics;
  }
}
