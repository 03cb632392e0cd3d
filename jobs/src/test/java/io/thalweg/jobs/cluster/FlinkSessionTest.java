package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkSessionTest {
  private HttpServer server;
  private FlinkSession session;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    session = FlinkSession.at("127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", ":8081", "localhost:", "localhost:x", "localhost:70000"})
  void address_that_is_none_is_refused_with_an_example(String address) {
    assertThatThrownBy(() -> FlinkSession.at(address))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("'" + address + "' found")
        .hasMessageContaining("localhost:8081");
  }

  @Test
  void jobs_are_listed() {
    answer(
        "/jobs/overview",
        200,
        "{\"jobs\":[{\"jid\":\"ab\",\"name\":\"n\",\"state\":\"RUNNING\",\"start-time\":5}]}");
    assertThat(session.jobs())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.id()).isEqualTo("ab");
              assertThat(job.state()).isEqualTo("RUNNING");
              assertThat(job.started().toEpochMilli()).isEqualTo(5);
            });
  }

  @Test
  void refusal_carries_the_reason_without_its_stack_trace() {
    answer("/jobs/ab/status", 404, "{\"errors\":[\"Job ab not found\\n at a.b.C\"]}");
    assertThatThrownBy(() -> session.state("ab"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("404, Job ab not found")
        .hasMessageNotContaining("a.b.C");
  }

  @Test
  void submission_to_another_version_of_flink_is_refused_before_the_job_is_built() {
    answer("/overview", 200, "{\"flink-version\":\"1.20.0\"}");
    assertThatThrownBy(
            () ->
                session.submit(
                    Path.of("no.jar"),
                    FlinkSession.Submission.PLAIN,
                    environment -> {
                      throw new AssertionError("built");
                    }))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("runs Flink 1.20.0");
  }

  @Test
  void submission_where_nothing_answers_says_how_to_start_a_cluster() {
    server.stop(0);
    assertThat(session.overview()).isEmpty();
    assertThatThrownBy(
            () ->
                session.submit(
                    Path.of("no.jar"), FlinkSession.Submission.PLAIN, environment -> "job"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cluster start");
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
