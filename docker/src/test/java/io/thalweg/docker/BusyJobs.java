package io.thalweg.docker;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.graph.Graphs;
import io.thalweg.jobs.host.Host;
import io.thalweg.jobs.host.HostSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Jobs that between them have all operators: classes with labels that come later and a fleet, a
 * forecast, values of actions with rewards that come later, and a policy behind a gate. Something
 * comes to all of them all the time, now and then something malformed.
 */
final class BusyJobs implements AutoCloseable {
  private static final String CLASSES =
      """
      name: classes
      input: {topic: classes-events, event-time: t, id: id, idle-timeout: 1s}
      features: {numeric: [x]}
      label: {topic: classes-labels, id: id, time: t, field: class, classes: [a, b], wait: 10s, idle-timeout: 1s}
      network: {type: simple-rnn, hidden: 4}
      learning: {batch: 16}
      serving: fleet
      publish-every: 1
      checkpoint: 1s
      """;

  private static final String NUMBERS =
      """
      name: numbers
      input: {topic: numbers-events, event-time: t}
      features: {numeric: [x]}
      label: {field: y, type: number}
      network: {type: simple-rnn, hidden: 4}
      learning: {batch: 16}
      publish-every: 1
      checkpoint: 1s
      """;

  private static final String VALUES =
      """
      name: values
      environment: cartpole
      rewards: {topic: values-rewards, wait: 0s, idle-timeout: 1s}
      agent: {type: dqn, starts: 100, batch: 16, every: 16, memory: 1000}
      network: {hidden: 16}
      publish-every: 50
      checkpoint: 1s
      """;

  private static final String POLICY =
      """
      name: policy
      environment: cartpole
      agent: {type: ppo, environments: 2, rollout: 20}
      network: {hidden: 16}
      gate: {episodes: 4, holds: false}
      publish-every: 50
      checkpoint: 1s
      """;

  /** Each takes a slot. */
  private static final int JOBS = 4;

  private final Embedded here;
  private final KafkaSettings kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final List<Host> hosts = new ArrayList<>();
  private final List<CompletableFuture<Void>> hosting = new ArrayList<>();
  private long records;

  private BusyJobs(Embedded here) {
    this.here = here;
    kafka = KafkaSettings.of(here.broker().map(EmbeddedBroker::bootstrapServers).orElseThrow());
    producer =
        new KafkaProducer<>(
            kafka.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  static BusyJobs start() throws Exception {
    var settings = new Embedded.Settings(Optional.empty(), true, 0, 0, JOBS);
    BusyJobs jobs = new BusyJobs(Embedded.start(settings));
    try {
      jobs.submitAll();
      return jobs;
    } catch (Exception e) {
      jobs.close();
      throw e;
    }
  }

  private void submitAll() throws Exception {
    submit(JobFile.parseSequence("classes.yaml", CLASSES));
    submit(JobFile.parseSequence("numbers.yaml", NUMBERS));
    submitAndHost(JobFile.parseAgent("values.yaml", VALUES));
    submitAndHost(JobFile.parseAgent("policy.yaml", POLICY));
    var unused = clock.scheduleAtFixedRate(this::write, 0, 20, TimeUnit.MILLISECONDS);
  }

  private Job submit(Job job) throws Exception {
    Job located = job.withBrokers(kafka.bootstrapServers());
    try (Topics topics = new Topics(kafka)) {
      topics.create(JobTopics.of(located, 1));
    }
    var unused = here.flink().submit(environment -> Graphs.build(environment, located, false));
    return located;
  }

  private void submitAndHost(Job job) throws Exception {
    AgentJobSpec spec = (AgentJobSpec) submit(job);
    Host host =
        new Host(
            new HostSettings(
                Environments.named("cartpole"),
                2,
                spec.name(),
                3,
                spec.input().topic(),
                spec.output().actions(),
                Duration.ofSeconds(1),
                0),
            kafka);
    hosts.add(host);
    hosting.add(CompletableFuture.runAsync(host::run));
  }

  private void write() {
    long now = System.currentTimeMillis();
    long number = records++;
    String label = number % 3 == 0 ? "a" : "b";
    send("classes-events", "{\"id\":\"e%d\",\"t\":%d,\"x\":%d}".formatted(number, now, number % 7));
    send(
        "classes-labels",
        "{\"id\":\"e%d\",\"t\":%d,\"class\":\"%s\"}".formatted(number, now, label));
    send("numbers-events", "{\"t\":%d,\"x\":%d,\"y\":%d}".formatted(now, number % 7, number % 5));
    if (number % 50 == 0) {
      for (String topic : List.of("classes-events", "classes-labels", "values-rewards")) {
        send(topic, "malformed");
      }
    }
  }

  private void send(String topic, String record) {
    var unused =
        producer.send(new ProducerRecord<>(topic, record.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where Prometheus finds their metrics. */
  String metrics() {
    return here.flink().metrics();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    hosts.forEach(Host::end);
    hosting.forEach(CompletableFuture::join);
    hosts.forEach(Host::close);
    producer.close(Duration.ofSeconds(5));
    here.close();
  }
}
