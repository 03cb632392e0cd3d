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
   * @param partitions of every topic but the model's and the metrics', which have one
   */
  public static List<Topic> of(JobSpec spec, int partitions) {
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
