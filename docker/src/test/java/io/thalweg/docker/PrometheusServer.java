package io.thalweg.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The machine's Prometheus as a process on loopback, which reads some targets every five seconds.
 */
final class PrometheusServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String address;

  private PrometheusServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it, with Thalweg's alerts. */
  static PrometheusServer start(Path folder, List<String> targets) throws IOException {
    String address = "127.0.0.1:" + freePort();
    Path configuration = folder.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global: {scrape_interval: 5s, evaluation_interval: 5s}
        rule_files: [%s]
        scrape_configs:
          - job_name: flink
            static_configs:
              - targets: [%s]
        """
            .formatted(
                Alerts.RULES.toAbsolutePath(),
                targets.stream().map(t -> "'" + t + "'").collect(Collectors.joining(", "))));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusServer(process, address);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * The values that an expression has now.
   *
   * @throws IllegalArgumentException if it is none
   */
  List<Double> query(String expression) throws IOException, InterruptedException {
    String text = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = get("query?query=" + text);
    if (!answer.get("status").asText().equals("success")) {
      throw new IllegalArgumentException(expression + ": " + answer.get("error"));
    }
    List<Double> values = new ArrayList<>();
    // Not a number and infinite are so written that Java reads them, but for a sign.
    answer
        .at("/data/result")
        .forEach(
            one ->
                values.add(Double.valueOf(one.at("/value/1").asText().replace("Inf", "Infinity"))));
    return values;
  }

  /** Whether every alert could be evaluated. */
  boolean evaluatesItsRules() throws IOException, InterruptedException {
    List<JsonNode> rules = Board.list(get("rules").at("/data/groups/0/rules"));
    return !rules.isEmpty()
        && rules.stream().allMatch(rule -> rule.get("health").asText().equals("ok"));
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/" + path)).build();
    return JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
