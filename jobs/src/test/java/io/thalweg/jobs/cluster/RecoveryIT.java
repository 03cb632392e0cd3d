package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.jobs.cluster.RunningCluster.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes are killed in mid-stream; the job goes on by itself and no record shows it. */
@Tag("cluster")
@ExtendWith(RunningCluster.class)
class RecoveryIT {
  private static final int KILLS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Running running;

  RecoveryIT(Running running) {
    this.running = running;
  }

  @AfterEach
  void no_job_is_left() {
    running.cancelAll(PATIENCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"taskmanager", "broker"})
  void nothing_is_lost_or_written_twice_when_it_is_killed(String victim) throws Exception {
    FlinkSession session = running.session();
    String from = victim + ".killed";
    String to = from + ".sums";
    Numbers numbers = Numbers.begin(running.broker(), from, to, 4);
    String job =
        running.submit(from, to, new FlinkSession.Submission(Optional.of(2), Optional.empty()));
    await().atMost(PATIENCE).until(() -> session.completedCheckpoints(job) > 0);
    Random random = new Random(5);
    for (int i = 0; i < KILLS; i++) {
      await().pollDelay(Duration.ofMillis(random.nextInt(1_000))).until(() -> true);
      running.kill(victim.equals("broker") ? victim : "taskmanager-" + (i % 2 + 1));
      running.repair();
      int checkpoints = session.completedCheckpoints(job);
      await().atMost(PATIENCE).until(() -> session.completedCheckpoints(job) > checkpoints);
    }
    numbers.end();
    Map<String, List<String>> sums =
        Numbers.committed(running.broker(), to, numbers.count(), PATIENCE);
    session.cancel(job, PATIENCE);
    assertThat(sums).isEqualTo(numbers.expected());
  }
}
