package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.sequence.SequenceJob;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The sequence job with a model that answers a constant: everything but the network's work. */
record ConstantModel(int sequence) implements Pipeline {
  private static final String JOB =
      """
      name: %s
      input: {topic: %s, key: key, id: id, event-time: time, max-ahead: 100000d}
      features: {numeric: [pressure, flow, level, heat, load], previous-label: true}
      label: {field: state, classes: [DOWN, UP]}
      sequence: %d
      network: {type: constant}
      learning: {batch: 32, updates: 1, rehearsal: 0}
      delivery: at-least-once
      checkpoint: 10s
      parallelism: %d
      """;

  @Override
  public String label() {
    return "thalweg, constant model";
  }

  @Override
  public String field() {
    return "thalweg";
  }

  @Override
  public List<Topic> otherTopics(Run run) {
    return JobTopics.of(spec(run), run.parallelism()).stream()
        .filter(topic -> !topic.name().equals(run.events()))
        .filter(topic -> !topic.name().equals(run.answers()))
        .toList();
  }

  @Override
  public void build(StreamExecutionEnvironment env, Run run) {
    SequenceJob.build(env, spec(run), run.bounded());
  }

  private JobSpec spec(Run run) {
    String text = JOB.formatted(run.name(), run.events(), sequence, run.parallelism());
    return JobFile.parseSequence("benchmark", text).withBrokers(run.kafka().bootstrapServers());
  }
}
