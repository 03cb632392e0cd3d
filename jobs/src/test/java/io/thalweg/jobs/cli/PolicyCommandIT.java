package io.thalweg.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.connectors.updates.UpdateSender;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.testing.Streams;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PolicyCommandIT {
  private static final String EXAMPLE = "../examples/cartpole.yaml";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commandLine = Thalweg.commandLine(Terminal.of(Map.of()));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Test
  void an_earlier_version_acts_until_the_newest_may_again() throws Exception {
    AgentJobSpec job = JobFile.readAgent(Path.of(EXAMPLE));
    try (Streams streams = new Streams()) {
      String brokers = "--brokers=" + streams.brokers();
      streams.create(Topic.ofModel(job.versions()));
      assertThat(run("policy", "rollback", EXAMPLE, brokers)).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).contains("0 versions of this agent found", "at least 2 expected");
      KafkaSettings settings = KafkaSettings.of(streams.brokers());
      for (long version : new long[] {100, 200, 300}) {
        new UpdateSender(settings.producerProperties()).send(job.versions(), version(job, version));
      }

      assertThat(run("policy", "history", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(out.toString())
          .containsPattern("100 .* complete\n")
          .containsPattern("200 .* complete\n")
          .containsPattern("300 .* complete, newest, acts\n")
          .doesNotContain("left out", "rolled back");
      assertThat(run("policy", "resume", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("nothing to do: the newest version acts");
      assertThat(run("policy", "rollback", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("version 200 acts from now on");
      assertThat(pin(job, settings))
          .hasValueSatisfying(pin -> assertThat(pin.version()).isEqualTo(200));
      assertThat(run("policy", "rollback", EXAMPLE, brokers, "--to=100")).isEqualTo(ExitCode.OK);
      assertThat(pin(job, settings))
          .hasValueSatisfying(
              pin -> {
                assertThat(pin.version()).isEqualTo(100);
                assertThat(pin.payload()).containsExactly(1, 100);
              });
      assertThat(run("policy", "rollback", EXAMPLE, brokers, "--to=7")).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString())
          .contains("--to: version 7 found nowhere", "one of 300, 200, 100 expected");
      assertThat(run("policy", "resume", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(pin(job, settings))
          .hasValueSatisfying(pin -> assertThat(Pin.releases(pin)).isTrue());
    }
  }

  @Test
  void going_back_again_goes_further_back_and_the_history_tells_what_acts() throws Exception {
    AgentJobSpec job = JobFile.readAgent(Path.of(EXAMPLE));
    try (Streams streams = new Streams()) {
      String brokers = "--brokers=" + streams.brokers();
      streams.create(Topic.ofModel(job.versions()));
      KafkaSettings settings = KafkaSettings.of(streams.brokers());
      for (long version = 1; version <= 25; version++) {
        new UpdateSender(settings.producerProperties()).send(job.versions(), version(job, version));
      }

      assertThat(run("policy", "rollback", EXAMPLE, brokers, "--to=3")).isEqualTo(ExitCode.OK);
      assertThat(run("policy", "rollback", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).contains("version 2 acts from now on");
      assertThat(run("policy", "rollback", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(run("policy", "rollback", EXAMPLE, brokers)).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).contains("version 1 acts already");

      assertThat(run("policy", "history", EXAMPLE, brokers)).isEqualTo(ExitCode.OK);
      assertThat(out.toString())
          .containsPattern("25 .* complete, newest\n")
          .contains("5 older ones are left out; --limit 25 shows all")
          .contains("rolled back: version 1 acts")
          .doesNotContain("complete, acts");
      assertThat(run("policy", "history", EXAMPLE, brokers, "--limit=25")).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).containsPattern(" 1 .* complete, acts\n");
      assertThat(run("policy", "history", EXAMPLE, brokers, "--limit=0")).isEqualTo(ExitCode.USAGE);
    }
  }

  private static ModelUpdate version(AgentJobSpec job, long version) {
    return new ModelUpdate(
        job.name(),
        version,
        version,
        version,
        version,
        new TreeMap<>(),
        job.fingerprint(),
        new TreeMap<>(),
        new byte[] {1, (byte) version});
  }

  private static Optional<ModelUpdate> pin(AgentJobSpec job, KafkaSettings settings) {
    return new UpdateReader(settings.consumerProperties(), Duration.ofSeconds(10))
        .read(job.versions(), Pin.id(job.name()), job.fingerprint(), 1 << 20)
        .newest();
  }
}
