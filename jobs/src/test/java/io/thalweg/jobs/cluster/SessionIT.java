package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.jobs.cluster.RunningCluster.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs come and go in one session. */
@Tag("cluster")
@ExtendWith(RunningCluster.class)
class SessionIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> PROCESSES =
      List.of("taskmanager-1", "taskmanager-2", "jobmanager");

  private final Running running;

  SessionIT(Running running) {
    this.running = running;
  }

  @AfterEach
  void no_job_is_left() {
    running.cancelAll(PATIENCE);
  }

  @Test
  void job_is_cancelled_and_submitted_again_and_leaves_no_classes_behind() throws Exception {
    FlinkSession session = running.session();
    Map<String, Long> before = new HashMap<>();
    for (String process : PROCESSES) {
      before.put(process, jobClassLoaders(process)); // of other tests' jobs
    }
    Numbers numbers = Numbers.begin(running.broker(), "again", "again.sums", 1);
    for (int i = 0; i < 5; i++) {
      String job = running.submit("again", "again.sums", parallelism(1));
      await().atMost(PATIENCE).until(() -> session.completedCheckpoints(job) > 0);
      session.cancel(job, PATIENCE);
      assertThat(session.state(job)).isEqualTo("CANCELED");
    }
    numbers.end();
    // The last job's may be held by threads that are about to end.
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String process : PROCESSES) {
                assertThat(jobClassLoaders(process))
                    .as(process)
                    .isLessThanOrEqualTo(before.get(process) + 1);
              }
            });
  }

  @Test
  void job_manager_and_task_managers_tell_their_metrics_where_the_status_says() throws Exception {
    List<String> addresses = running.status().metrics();

    assertThat(addresses).hasSize(3);
    assertThat(metrics(addresses.get(0))).contains("flink_jobmanager_numRegisteredTaskManagers");
    for (String taskManager : addresses.subList(1, 3)) {
      assertThat(metrics(taskManager)).contains("flink_taskmanager_Status_JVM_Memory_Heap_Used");
    }
  }

  private static String metrics(String address) throws Exception {
    assertThat(address).startsWith("127.0.0.1:");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void savepoint_is_resumed_at_another_parallelism() throws Exception {
    FlinkSession session = running.session();
    String from = "savepoint";
    String to = "savepoint.sums";
    Numbers numbers = Numbers.begin(running.broker(), from, to, 2);
    String first = running.submit(from, to, parallelism(2));
    await().atMost(PATIENCE).until(() -> session.completedCheckpoints(first) > 0);
    String savepoint = session.stopWithSavepoint(first, PATIENCE);
    assertThat(session.state(first)).isEqualTo("FINISHED");

    // As a person types it.
    Path relative = Path.of("").toAbsolutePath().relativize(Path.of(URI.create(savepoint)));
    String second =
        running.submit(
            from,
            to,
            new FlinkSession.Submission(Optional.of(3), Optional.of(relative.toString())));
    await().atMost(PATIENCE).until(() -> session.completedCheckpoints(second) > 0);
    numbers.end();
    Map<String, List<String>> sums =
        Numbers.committed(running.broker(), to, numbers.count(), PATIENCE);
    session.cancel(second, PATIENCE);
    assertThat(sums).isEqualTo(numbers.expected());
  }

  @Test
  void savepoint_that_does_not_exist_is_said_at_submission() throws Exception {
    Numbers numbers = Numbers.begin(running.broker(), "nowhere", "nowhere.sums", 1);
    var submission =
        new FlinkSession.Submission(Optional.empty(), Optional.of("file:///tmp/no-such-savepoint"));
    assertThatThrownBy(() -> running.submit("nowhere", "nowhere.sums", submission))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("job ")
        .hasMessageContaining("could not start from file:///tmp/no-such-savepoint: ")
        .hasMessageContaining("Cannot find checkpoint or savepoint");
    numbers.end();
  }

  @Test
  void stock_flink_run_takes_a_thin_jar() throws Exception {
    Numbers numbers = Numbers.begin(running.broker(), "stock", "stock.sums", 3);
    String jar = running.jar().toString();
    String printed =
        running.flink("run", "-d", "-p", "2", jar, running.broker(), "stock", "stock.sums");
    assertThat(printed).contains("Job has been submitted with JobID ");
    String job = printed.replaceAll("(?s).*JobID ([0-9a-f]{32}).*", "$1");
    FlinkSession session = running.session();
    await().atMost(PATIENCE).until(() -> session.running(job));
    session.cancel(job, PATIENCE);
    numbers.end();
  }

  private static FlinkSession.Submission parallelism(int parallelism) {
    return new FlinkSession.Submission(Optional.of(parallelism), Optional.empty());
  }

  /** Of jobs that are still held by something, after a full garbage collection. */
  private long jobClassLoaders(String process) throws Exception {
    String pid = Long.toString(running.process(process).pid());
    String histogram =
        Running.output(new ProcessBuilder(Running.tool("jcmd"), pid, "GC.class_histogram"));
    return histogram
        .lines()
        .filter(line -> line.endsWith(" org.apache.flink.util.ChildFirstClassLoader"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]))
        .sum();
  }
}
