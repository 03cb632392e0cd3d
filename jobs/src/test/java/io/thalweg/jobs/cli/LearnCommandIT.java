package io.thalweg.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.testing.Streams;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LearnCommandIT {
  private static final String EXAMPLE = "../examples/cartpole.yaml";

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commandLine = Thalweg.commandLine(Terminal.of(Map.of()));
    commandLine.setOut(new PrintWriter(new StringWriter()));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Test
  void a_log_that_does_not_exist_is_not_made_but_said_with_the_nearest_name() {
    try (Streams streams = new Streams()) {
      streams.create(Topic.of("poles.transitions", 1));
      String brokers = "--brokers=" + streams.brokers();

      assertThat(run("learn", EXAMPLE, "--from=pole.transitions", "--bounded", brokers))
          .isEqualTo(ExitCode.BROKER);
      assertThat(err.toString())
          .contains(
              "topic pole.transitions does not exist at " + streams.brokers(),
              "did you mean 'poles.transitions'?");
      assertThat(run("learn", EXAMPLE, "--from=elsewhere", "--bounded", brokers))
          .isEqualTo(ExitCode.BROKER);
      assertThat(err.toString()).contains("start the job that writes it");
      try (Topics topics = new Topics(KafkaSettings.of(streams.brokers()))) {
        assertThat(topics.names()).containsExactly("poles.transitions");
      }
    }
  }
}
