package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.environments.Environments;
import io.thalweg.jobs.agent.AgentTopics;
import io.thalweg.jobs.cluster.RunningCluster.Running;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.host.Host;
import io.thalweg.jobs.host.HostSettings;
import io.thalweg.jobs.testing.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An agent on a cluster of processes, each of which dies by {@code kill -9} while environments act:
 * no step is lost, and what is learned is what the log says.
 */
@Tag("cluster")
@ExtendWith(RunningCluster.class)
class AgentClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Running running;

  AgentClusterIT(Running running) {
    this.running = running;
  }

  @AfterEach
  void no_job_is_left() {
    running.cancelAll(PATIENCE);
  }

  @Test
  void killed_processes_change_nothing_of_what_an_agent_learns() throws Exception {
    try (Streams streams = new Streams(running.broker())) {
      AgentJobSpec spec = job();
      streams.create(JobTopics.of(spec, 2).toArray(Topic[]::new));
      String id = running.session().submit(spec, FlinkSession.Submission.PLAIN);
      long steps;
      try (Host host = host(spec)) {
        CompletableFuture<Void> acting = CompletableFuture.runAsync(host::run);
        for (String victim : List.of("taskmanager-1", "broker", "jobmanager")) {
          awaitSteps(host, 300);
          int checkpoints = running.session().completedCheckpoints(id);
          await()
              .atMost(PATIENCE)
              .until(() -> running.session().completedCheckpoints(id) > checkpoints);
          running.kill(victim);
          running.repair();
        }
        awaitSteps(host, 300);
        host.end();
        acting.get(1, TimeUnit.MINUTES);
        steps = host.figures().steps();
      }
      AgentTopics topics = new AgentTopics(streams, spec);
      await().atMost(PATIENCE).until(() -> topics.steps() == steps);
      int checkpoints = running.session().completedCheckpoints(id);
      await()
          .atMost(PATIENCE)
          .until(() -> running.session().completedCheckpoints(id) > checkpoints + 1);
      running.session().cancel(id, PATIENCE);

      assertThat(steps).isGreaterThan(900);
      topics.assertPublished(steps);
    }
  }

  private static void awaitSteps(Host host, int more) {
    long before = host.figures().steps();
    await().atMost(PATIENCE).until(() -> host.figures().steps() > before + more);
  }

  private AgentJobSpec job() {
    return JobFile.parseAgent(
            "agent",
            """
            name: agent
            environment: cartpole
            agent: {type: dqn, environments: 8, batch: 16, every: 4, starts: 100, memory: 2000, epsilon-steps: 1000}
            network: {hidden: 16}
            publish-every: 50
            checkpoint: 500ms
            parallelism: 2
            """)
        .withBrokers(running.broker());
  }

  private Host host(AgentJobSpec spec) {
    return new Host(
        new HostSettings(
            Environments.named("cartpole"),
            8,
            "poles",
            3,
            spec.input().topic(),
            spec.output().actions(),
            Duration.ofSeconds(2),
            0),
        KafkaSettings.of(running.broker()));
  }
}
