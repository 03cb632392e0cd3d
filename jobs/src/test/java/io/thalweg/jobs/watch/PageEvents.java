package io.thalweg.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the events of a page have said last. */
final class PageEvents implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Stream<String> lines;
  private final Map<String, JsonNode> jobs = new ConcurrentHashMap<>();
  private volatile JsonNode overview = JSON.createObjectNode();
  private String event = "";

  private PageEvents(Stream<String> lines) {
    this.lines = lines;
    Thread thread = new Thread(this::read, "events of the page");
    thread.setDaemon(true);
    thread.start();
  }

  static PageEvents of(URI page) throws Exception {
    HttpResponse<Stream<String>> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(page.resolve("events")).build(),
                HttpResponse.BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return new PageEvents(response.body());
  }

  private void read() {
    try {
      lines.forEach(this::line);
    } catch (UncheckedIOException closed) {
      overview = JSON.createObjectNode();
    }
  }

  private void line(String line) {
    if (line.startsWith("event: ")) {
      event = line.substring(7);
    } else if (line.startsWith("data: ")) {
      JsonNode data = json(line.substring(6));
      if (event.equals("overview")) {
        overview = data;
      } else {
        jobs.put(data.get("name").asText(), data);
      }
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode overview() {
    return overview;
  }

  Optional<JsonNode> job(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  /** Of the newest that the job told; NaN where there is none. */
  double figure(String job, String name) {
    return job(job)
        .map(told -> told.path("figures").path(name).asDouble(Double.NaN))
        .orElse(Double.NaN);
  }

  @Override
  public void close() {
    lines.close();
  }
}
