package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static KafkaSettings settings;
  private static Sender sender;

  private LivePage page;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(folder, 0);
    settings = KafkaSettings.of(broker.bootstrapServers());
    sender = new Sender(settings);
  }

  @AfterAll
  static void stop() {
    sender.close();
    broker.close();
  }

  @BeforeEach
  void open() throws IOException {
    page = LivePage.open(settings, LivePage.LOOPBACK, 0);
  }

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void what_jobs_write_is_pushed_and_a_job_that_is_new_appears() throws Exception {
    sender.create("early", ".metrics", ".model", ".dead-letter", ".predictions");
    sender.send(Records.ofClasses("early", 320, 0.9));
    sender.send(Records.deadLetter("early", "field 'a': NaN found"));
    sender.send(Records.version("early.model", "early", 1, 600_000, Map.of("seed", "7")));
    sender.send(Records.prediction("early", 2.5));
    try (PageEvents events = PageEvents.of(page.address())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(events.figure("early", "window.accuracy")).isEqualTo(0.9);
                var job = events.job("early").orElseThrow();
                assertThat(job.get("versions").path(0).path("examples").asLong()).isEqualTo(320);
                assertThat(job.get("dead_letters").get("newest").path(0).path("reason").asText())
                    .isEqualTo("field 'a': NaN found");
                assertThat(job.get("answers").get("p50_ms").asDouble()).isEqualTo(2.5);
              });
      assertThat(events.overview().get("brokers").asText()).isEqualTo(broker.bootstrapServers());

      sender.send(Records.ofClasses("early", 640, 0.95));
      sender.create("new", ".metrics", ".policy-updates");
      sender.send(Records.ofAgent("new", 5_000, 181.5));
      sender.send(Records.version("new.policy-updates", "new", 9, 100, Map.of()));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(events.figure("early", "examples")).isEqualTo(640);
                assertThat(events.figure("new", "mean_return")).isEqualTo(181.5);
                assertThat(events.job("new").orElseThrow().get("versions")).hasSize(1);
                assertThat(events.overview().get("jobs").toString()).contains("early", "new");
              });
    }
    try (PageEvents again = PageEvents.of(page.address())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(again.figure("early", "examples")).isEqualTo(640));
      assertThat(again.job("early").orElseThrow().get("curve").get("examples").toString())
          .isEqualTo("[320.0,640.0]");
    }
  }

  @Test
  void hostile_records_are_ignored_and_the_job_goes_on() throws Exception {
    sender.create("hostile", ".metrics", ".dead-letter");
    sender.send(Records.of("hostile.metrics", "<script>alert(1)</script>".getBytes(UTF_8)));
    sender.send(Records.of("hostile.metrics", "[".repeat(60_000).getBytes(UTF_8)));
    sender.send(Records.of("hostile.metrics", new byte[900_000]));
    sender.send(Records.of("hostile.metrics", null));
    sender.send(Records.deadLetter("hostile", "</script>\n\nevent: overview\ndata: {}\n\n"));
    sender.send(Records.ofClasses("hostile", 320, 0.9));
    try (PageEvents events = PageEvents.of(page.address())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(events.figure("hostile", "window.accuracy")).isEqualTo(0.9);
                var job = events.job("hostile").orElseThrow();
                assertThat(job.get("ignored").asLong()).isEqualTo(4);
                assertThat(job.get("dead_letters").get("newest").path(0).path("reason").asText())
                    .isEqualTo("</script>\n\nevent: overview\ndata: {}\n\n");
              });
      assertThat(events.overview().get("jobs").toString()).contains("hostile");
    }
  }

  @Test
  void answers_are_fenced_in() throws Exception {
    for (String path : List.of("", "page.js", "uPlot.js", "nothing")) {
      HttpResponse<String> answer = get(page.address().resolve(path));

      assertThat(answer.statusCode()).as(path).isEqualTo(path.equals("nothing") ? 404 : 200);
      assertThat(header(answer, "Content-Security-Policy"))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
          .doesNotContain("unsafe");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void a_foreign_host_another_site_and_another_method_are_refused() throws Exception {
    int port = page.address().getPort();
    assertThat(raw("GET /events HTTP/1.1\r\nHost: evil.example:" + port + "\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .containsIgnoringCase("Content-Security-Policy: default-src 'none';");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403");
    assertThat(raw("GET /events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"))
        .startsWith("HTTP/1.1 405");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void as_many_pages_as_there_is_room_for_are_served_and_no_more() throws Exception {
    List<PageEvents> open = new ArrayList<>();
    for (int i = 0; i < Streams.MOST; i++) {
      open.add(PageEvents.of(page.address()));
    }

    assertThatThrownBy(() -> PageEvents.of(page.address())).hasMessage("status 503");
    assertThat(get(page.address()).statusCode()).isEqualTo(200);

    open.forEach(PageEvents::close);
    // A place is free when the next words to a page that is gone have failed.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> PageEvents.of(page.address()).close());
  }

  @Test
  void the_broker_learns_of_no_group_and_no_offset() throws Exception {
    try (PageEvents events = PageEvents.of(page.address());
        Admin admin = Admin.create(settings.adminProperties())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(events.overview().has("jobs")).isTrue());
      assertThat(admin.listGroups().all().get()).isEmpty();
    }
  }

  @Test
  void a_port_that_is_taken_is_not_taken_twice() throws Exception {
    try (LivePage second = LivePage.open(settings, LivePage.LOOPBACK, page.address().getPort())) {
      assertThat(second.address()).isNotEqualTo(page.address());
      assertThat(get(second.address()).body()).contains("<title>Thalweg</title>");
    }
  }

  @Test
  void a_broker_that_is_away_is_said_and_waited_for() throws Exception {
    try (LivePage waiting =
            LivePage.open(
                KafkaSettings.of("127.0.0.1:1").with("default.api.timeout.ms", "500"),
                LivePage.LOOPBACK,
                0);
        PageEvents events = PageEvents.of(waiting.address())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(events.overview().path("problem").asText()).isNotEmpty());
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.address().getPort())) {
      socket.setSoTimeout(20_000);
      String once = request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
      socket.getOutputStream().write(once.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
