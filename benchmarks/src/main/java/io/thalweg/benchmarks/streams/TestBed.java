package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.embedded.EmbeddedJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** A broker and Flink in this process, and runs of pipelines one after the other. */
final class TestBed implements AutoCloseable {
  private static final Map<String, String> APPEND_TIME =
      Map.of("message.timestamp.type", "LogAppendTime");

  private final Embedded embedded;
  private final KafkaSettings kafka;
  private final List<String> over = new ArrayList<>();
  private int runs;

  private TestBed(Embedded embedded) {
    this.embedded = embedded;
    this.kafka =
        KafkaSettings.of(embedded.broker().map(EmbeddedBroker::bootstrapServers).orElseThrow());
  }

  static TestBed start(int slots) throws Exception {
    return new TestBed(Embedded.start(new Embedded.Settings(Optional.empty(), true, 0, 0, slots)));
  }

  KafkaSettings kafka() {
    return kafka;
  }

  Embedded embedded() {
    return embedded;
  }

  /** A topic whose records carry the time at which the broker appended them. */
  void create(String name, int partitions) throws Exception {
    deleteOver();
    try (Topics topics = new Topics(kafka)) {
      topics.create(List.of(new Topic(name, partitions, APPEND_TIME)));
    }
  }

  /** A run under a name of its own, with its topics. */
  Pipeline.Run prepare(Pipeline pipeline, String events, int parallelism, boolean bounded)
      throws Exception {
    deleteOver();
    var run = new Pipeline.Run(kafka, "run-" + ++runs, events, parallelism, bounded);
    List<Topic> wanted = new ArrayList<>(pipeline.otherTopics(run));
    wanted.add(new Topic(run.answers(), parallelism, APPEND_TIME));
    try (Topics topics = new Topics(kafka)) {
      topics.create(wanted);
    }
    return run;
  }

  EmbeddedJob submit(Pipeline pipeline, Pipeline.Run run) throws Exception {
    return embedded.flink().submit(environment -> pipeline.build(environment, run));
  }

  /** Gives back the room that a run's topics take, when the next one begins. */
  void discard(Pipeline pipeline, Pipeline.Run run) {
    over.add(run.answers());
    pipeline.otherTopics(run).forEach(topic -> over.add(topic.name()));
  }

  /** Likewise of a topic of events. */
  void discard(String events) {
    over.add(events);
  }

  private void deleteOver() throws Exception {
    try (Admin admin = Admin.create(kafka.adminProperties())) {
      admin.deleteTopics(over).all().get();
    }
    over.clear();
  }

  @Override
  public void close() throws Exception {
    embedded.close();
  }
}
