package io.thalweg.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.docker.Board.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus reads running jobs and is asked all that boards and alerts ask. Grafana, which
 * draws the answers, is not started.
 */
@Tag("prometheus")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BoardsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path folder;
  private static BusyJobs jobs;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Commands.found("prometheus"),
        "prometheus is not installed (Debian: apt install prometheus): queries of boards and alerts are not run");
    jobs = BusyJobs.start();
    prometheus = PrometheusServer.start(folder, List.of(jobs.metrics()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (jobs != null) {
      jobs.close();
    }
  }

  @Test
  void every_query_of_every_board_has_an_answer_in_numbers() throws Exception {
    List<Query> unanswered = new ArrayList<>();
    Board.all().forEach(board -> unanswered.addAll(board.queries()));

    eventually(
        () -> {
          for (Query query : List.copyOf(unanswered)) {
            if (hasNumber(prometheus.query(query.substituted()))) {
              unanswered.remove(query);
            }
          }
          assertThat(unanswered).isEmpty();
        });
  }

  /** Some figures are none before the first episode has ended, or the first update. */
  private static boolean hasNumber(List<Double> values) {
    return values.stream().anyMatch(value -> !value.isNaN());
  }

  @Test
  void every_metric_of_an_alert_is_there_and_every_alert_is_evaluated() throws Exception {
    Set<String> missing = Alerts.metrics();

    eventually(
        () -> {
          for (String metric : List.copyOf(missing)) {
            if (hasNumber(prometheus.query(metric))) {
              missing.remove(metric);
            }
          }
          assertThat(missing).isEmpty();
          assertThat(prometheus.evaluatesItsRules()).isTrue();
        });
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptionsInstanceOf(IOException.class) // it does not listen yet
        .untilAsserted(assertion);
  }
}
