package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.testing.Streams;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What docs/records.md tells writers of clients in other languages, run as it stands there. Needs
 * Debian's python3-confluent-kafka, or kcat and jq.
 */
@Timeout(180)
class OtherClientsIT {
  private static final Path DOCS = Path.of("..", "docs", "records.md");
  private static final String LABELLED =
      """
      {"time":%d,"market":"NSW","nswprice":0.0%d,"grid":{"transfer":0.41},"region":"north","class":"%s"}""";

  /** Debian's first: another one on the path does not know Debian's packages. */
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

  private Streams streams;
  private Runs runs;
  private JobSpec job;

  @BeforeEach
  void start() throws Exception {
    streams = new Streams();
    runs = new Runs(streams);
    streams.create(Topic.of("electricity", 1));
    job =
        runs.job(
            """
            name: electricity
            input: {topic: electricity, key: market, event-time: time}
            features: {numeric: [nswprice, grid.transfer], categorical: [region]}
            label: {field: class, classes: [DOWN, UP]}
            sequence: 4
            network: {type: lstm, hidden: 4}
            learning: {batch: 4, updates: 1, seed: 3}
            """);
  }

  @AfterEach
  void stop() throws Exception {
    runs.close();
    streams.close();
  }

  @Test
  void python_client_of_the_docs_writes_events_and_reads_predictions_and_models() throws Exception {
    String python = "";
    for (String candidate : PYTHONS) {
      if (python.isEmpty() && succeeds(candidate, "-c", "import confluent_kafka")) {
        python = candidate;
      }
    }
    assumeFalse(python.isEmpty(), "not run: python3-confluent-kafka is not installed");
    List<String> programs = blocks("python");
    assertThat(programs).hasSize(3);

    assertThat(output(1_000, python, "-u", "-c", programs.get(0))).isEmpty();
    learn();
    assertThat(output(2, python, "-u", "-c", programs.get(1)))
        .element(0)
        .asString()
        .matches("electricity-0-0 (UP|DOWN) \\{'DOWN': 0\\.\\d+, 'UP': 0\\.\\d+}");
    List<String> models = output(1_000, python, "-u", "-c", programs.get(2));
    assertThat(models)
        .last()
        .asString()
        .matches("publication \\d+ version 2 %d bytes".formatted(publishedBytes()));
  }

  @Test
  void kcat_commands_of_the_docs_write_an_event_and_read_what_comes_out() throws Exception {
    assumeTrue(succeeds("kcat", "-V") && succeeds("jq", "--version"), "not run: no kcat or no jq");
    List<String> commands = blocks("sh");
    assertThat(commands).hasSize(4);

    assertThat(output(1_000, "sh", "-c", commands.get(0))).isEmpty();
    learn();
    assertThat(output(1_000, "sh", "-c", commands.get(1)))
        .hasSize(9)
        .element(0)
        .asString()
        .matches("electricity-0-0\t(UP|DOWN)\t0");
    assertThat(output(1_000, "sh", "-c", commands.get(2)))
        .last()
        .asString()
        .matches("electricity/\\d/0 \\d+ \\d+ bytes thalweg-update=\\{.*}");
    assertThat(output(1_000, "sh", "-c", commands.get(3)))
        .anySatisfy(line -> assertThat(line).contains("thalweg-reason=", "'nswprice'"));
  }

  /** Runs the job over what the client wrote, eight labelled events and a malformed one. */
  private void learn() throws Exception {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      events.add(LABELLED.formatted(831_391_260_000L + i, i, i % 2 == 0 ? "UP" : "DOWN"));
    }
    events.add(LABELLED.formatted(831_391_270_000L, 0, "UP").replace("0.00", "\"cheap\""));
    streams.write("electricity", List.of(events));
    runs.awaitEnd(runs.start(job));
  }

  private int publishedBytes() {
    return streams.read(job.output().model()).stream()
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .serializedValueSize();
  }

  private List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(DOCS))
        .results()
        .map((MatchResult block) -> block.group(1).replace("localhost:9092", streams.brokers()))
        .toList();
  }

  /** The first lines that a program prints; one that has not ended by then is stopped. */
  private static List<String> output(int most, String... command) throws Exception {
    Process process = start(command);
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = process.inputReader()) {
      while (lines.size() < most) {
        String line = reader.readLine();
        if (line == null) {
          assertThat(process.waitFor()).describedAs("%s", lines).isZero();
          return lines;
        }
        lines.add(line);
      }
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return start(command).waitFor() == 0;
    } catch (IOException notInstalled) {
      return false;
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD) // librdkafka's log
        .directory(Path.of("target").toFile())
        .start();
  }
}
