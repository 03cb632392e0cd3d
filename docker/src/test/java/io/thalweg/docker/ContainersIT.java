package io.thalweg.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Everything for real: the image is built, compose starts it, a job learns, a container is killed,
 * all are taken away and come again. What is seen of it is seen through Prometheus.
 *
 * <p>Needs an engine with {@code debian:bookworm-slim} and compose's image of Prometheus at hand or
 * within reach. Grafana is not started.
 */
@Tag("containers")
@Timeout(value = 40, unit = TimeUnit.MINUTES)
class ContainersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final String VERSION = "flink_taskmanager_job_task_operator_modelVersion";
  private static final String[] UP = {
    "up",
    "-d",
    "broker",
    "sequence-topics",
    "sequence-replay",
    "sequence-jobmanager",
    "sequence-taskmanager",
    "prometheus"
  };

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Compose compose;

  /** What a learner says of itself. */
  private record Seen(String instance, String attempt, double version) {}

  @BeforeAll
  static void build() throws Exception {
    Optional<Compose> found = Compose.ofMachine();
    assumeTrue(found.isPresent(), "no container engine answers ('docker info'), or no compose");
    compose = found.get();
    compose.run("down", "-v");
    if (System.getenv("THALWEG_IMAGE") == null) {
      Path launcher = Path.of("..", "thalweg").toAbsolutePath();
      say(Commands.run(List.of(launcher.toString(), "image", "--", "--network=host")));
    }
  }

  @AfterAll
  static void clear() throws Exception {
    if (compose != null) {
      compose.run("down", "-v");
      compose.close();
    }
  }

  @Test
  void a_job_learns_survives_a_container_and_goes_on_after_down_and_up() throws Exception {
    Instant began = Instant.now();
    compose.run(UP);
    Seen learning = learned(began, 3, "");
    report("learning", began, learning);

    String address = learning.instance().replaceFirst(":.*", "");
    String container = compose.container("sequence-taskmanager", address);
    Commands.run(List.of("docker", "kill", container));
    Instant killed = Instant.now();
    Seen recovered = learned(killed, learning.version() + 3, learning.attempt());
    report("recovered", killed, recovered);

    compose.run("down");
    Instant again = Instant.now();
    compose.run(UP);
    Seen resumed = learned(again, 0, "");
    report("resumed", again, resumed);
    assertThat(compose.run("logs", "sequence-jobmanager"))
        .contains("goes on from /data/checkpoints");
    assertThat(resumed.version()).isGreaterThanOrEqualTo(learning.version());
    learned(again, resumed.version() + 3, "");
  }

  /** The first learner that was seen since then with so many updates, other than a former one. */
  private static Seen learned(Instant since, double version, String other) {
    String metric = VERSION + "{task_attempt_id!=\"" + other + "\"}";
    String query =
        "%s > %s and timestamp(%s) > %d".formatted(metric, version, metric, since.getEpochSecond());
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> query(query), Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Seen> query(String query) throws InterruptedException {
    String text = URLEncoder.encode(query, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:9090/api/v1/query?query=" + text))
            .build();
    try {
      JsonNode results =
          JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
              .at("/data/result");
      List<Seen> seen = new ArrayList<>();
      results.forEach(
          result ->
              seen.add(
                  new Seen(
                      result.at("/metric/instance").asText(),
                      result.at("/metric/task_attempt_id").asText(),
                      result.at("/value/1").asDouble())));
      return seen.stream().findFirst();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  private static void report(String what, Instant since, Seen seen) {
    say(
        "%s after %d s: %s"
            .formatted(what, Duration.between(since, Instant.now()).toSeconds(), seen));
  }

  @SuppressWarnings("SystemOut")
  private static void say(String line) {
    System.out.println(line);
  }
}
