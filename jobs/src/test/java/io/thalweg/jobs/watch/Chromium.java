package io.thalweg.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Chromium without a window, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Process process, URI devtools) {
    this.process = process;
    this.socket = HTTP.newWebSocketBuilder().buildAsync(devtools, new Listener()).join();
    for (String domain : List.of("Runtime", "Log", "Page", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Where one is installed; empty: none is. */
  static Optional<Path> installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one.
   *
   * @param folder of its own
   */
  static Chromium start(Path program, Path folder) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // What it leaves there goes with the folder.
    builder.environment().put("TMPDIR", folder.toString());
    Process process = builder.start();
    try {
      Path announced = folder.resolve("DevToolsActivePort");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> Files.exists(announced) && Files.size(announced) > 0);
      int port = Integer.parseInt(Files.readAllLines(announced).get(0));
      return new Chromium(process, tab(port));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI tab(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    for (JsonNode target :
        JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())) {
      if (target.get("type").asText().equals("page")) {
        return URI.create(target.get("webSocketDebuggerUrl").asText());
      }
    }
    throw new IllegalStateException("Chromium has no tab");
  }

  /** Takes messages together that come in parts. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void take(String message) {
    JsonNode node = read(message);
    if (node.has("id")) {
      answers.remove(node.get("id").asInt()).complete(node);
      return;
    }
    JsonNode params = node.path("params");
    switch (node.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(params.get("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(params.get("args").toString());
      case "Log.entryAdded" -> complaints.add(params.get("entry").toString());
      default -> {
        // Of no interest here.
      }
    }
  }

  private static JsonNode read(String message) {
    try {
      return JSON.readTree(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode call(String method, Map<String, ?> parameters) {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode result = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (result.has("error")) {
      throw new IllegalStateException(method + ": " + result.get("error"));
    }
    return result.get("result");
  }

  void open(URI address) {
    call("Page.navigate", Map.of("url", address.toString()));
  }

  /** The value of an expression, as text. */
  String evaluate(String expression) {
    return call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"))
        .path("result")
        .path("value")
        .asText();
  }

  /** A picture of all of the page. */
  byte[] picture(int width, int height, boolean dark) throws IOException {
    call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    // Two frames, so that what was resized is drawn.
    call(
        "Runtime.evaluate",
        Map.of(
            "expression",
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))",
            "awaitPromise",
            true));
    return call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
        .get("data")
        .binaryValue();
  }

  /** What the console has said, errors and all. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() throws InterruptedException {
    socket.abort();
    // Its helpers write to its folder until they are gone too.
    List<ProcessHandle> helpers = process.descendants().toList();
    process.destroyForcibly().waitFor();
    helpers.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> helpers.stream().noneMatch(ProcessHandle::isAlive));
  }
}
