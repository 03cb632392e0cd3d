package io.thalweg.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** JSON over HTTP, with TLS or without, as Flink's REST interface speaks it. */
final class RestClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI base;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http;

  RestClient(RestAddress address) {
    base = address.uri();
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    http = (address.tls() ? builder.sslContext(address.context()) : builder).build();
  }

  JsonNode get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  /**
   * Empty where nothing answers, or not yet with success.
   *
   * @throws ClusterException where it would never answer: who is there is not trusted, or wants TLS
   */
  Optional<JsonNode> tryGet(String path) {
    try {
      HttpResponse<String> response = exchange("GET", path, BodyPublishers.noBody());
      return response.statusCode() == 200
          ? Optional.of(json.readTree(response.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  JsonNode post(String path, Map<String, ?> body) {
    try {
      return send("POST", path, BodyPublishers.ofString(json.writeValueAsString(body)));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  void patch(String path) {
    send("PATCH", path, BodyPublishers.noBody());
  }

  private JsonNode send(String method, String path, BodyPublisher body) {
    try {
      HttpResponse<String> response = exchange(method, path, body);
      if (response.statusCode() / 100 != 2) {
        throw new ClusterException(
            "%s %s%s: %d, %s"
                .formatted(method, base, path, response.statusCode(), reason(response.body())));
      }
      return response.body().isBlank() ? MissingNode.getInstance() : json.readTree(response.body());
    } catch (IOException e) {
      throw new ClusterException("no Flink cluster answers at " + base + ": " + e, e);
    }
  }

  private HttpResponse<String> exchange(String method, String path, BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() == HttpURLConnection.HTTP_MOVED_PERM) {
        throw new ClusterException(
            "the Flink cluster at %s speaks TLS: name it as https://%s"
                .formatted(base, base.getAuthority()));
      }
      return response;
    } catch (SSLException e) {
      throw distrusted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private IOException distrusted(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException reason) {
        throw new ClusterException(
            "the certificate of the Flink cluster at %s is not trusted (%s): check security.ssl.rest.truststore, and that the certificate has this host's name"
                .formatted(base, reason.getMessage()),
            e);
      }
    }
    return e;
  }

  /** Flink answers {@code {"errors": [reason, stack trace …]}}. */
  private String reason(String body) {
    try {
      JsonNode errors = json.readTree(body).path("errors");
      return errors.isEmpty() ? firstLine(body) : firstLine(errors.path(0).asText());
    } catch (IOException e) {
      return firstLine(body);
    }
  }

  static String firstLine(String text) {
    return text.lines().findFirst().orElse("no reason given");
  }
}
