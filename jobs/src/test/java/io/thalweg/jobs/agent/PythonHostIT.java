package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.thalweg.connectors.agents.LogJson;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.graph.Graphs;
import io.thalweg.jobs.testing.HurtFlink;
import io.thalweg.jobs.testing.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host of the docs, in Python, against a real job. */
class PythonHostIT {
  /** Debian's first: another one on the path does not know Debian's packages. */
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

  private static final String NO_KAFKA = "not run: python3-confluent-kafka is not installed";

  private static final int STEPS = 2_000;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void python_host_of_the_docs_acts_and_the_agent_learns_from_it() throws Exception {
    String python =
        PYTHONS.stream().filter(p -> knows(p, "confluent_kafka")).findFirst().orElse("");
    assumeFalse(python.isEmpty(), NO_KAFKA);
    try (Streams streams = new Streams();
        HurtFlink flink = HurtFlink.start()) {
      AgentJobSpec spec =
          JobFile.parseAgent(
                  "signs",
                  """
                  name: signs
                  input: {numbers: 4, actions: 2}
                  agent: {type: dqn, discount: 0, n-step: 1, starts: 100, every: 1, epsilon-steps: 800, rate: 0.01}
                  network: {hidden: 16}
                  publish-every: 50
                  """)
              .withBrokers(streams.brokers());
      streams.create(JobTopics.of(spec, 2).toArray(Topic[]::new));
      var env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
      Graphs.build(env, spec, false);
      flink.submit(env.getStreamGraph().getJobGraph());

      String told = play(python, streams.brokers());

      assertThat(told).startsWith(STEPS + " steps, reward 0.");
      // By chance half of all are right; who has learned is wrong only where it explores.
      assertThat(Double.parseDouble(told.replaceAll(".*reward ([0-9.]+) per.*", "$1")))
          .isGreaterThan(0.65);
      HurtFlink.await().until(() -> streams.read(spec.output().transitions()).size() >= STEPS);
      assertThat(streams.read(spec.output().transitions()))
          .allSatisfy(
              record ->
                  assertThat(LogJson.read(spec.input().spaces(), record.value()).environment())
                      .startsWith("python-"));
      assertThat(streams.read(spec.output().deadLetter())).isEmpty();
      flink.cancelAll();
    }
  }

  @Test
  void without_gymnasium_its_environments_are_refused_with_the_remedy() throws Exception {
    String python =
        PYTHONS.stream().filter(p -> knows(p, "confluent_kafka")).findFirst().orElse("");
    assumeFalse(python.isEmpty(), NO_KAFKA);
    assumeFalse(knows(python, "gymnasium"), "not run: gymnasium is installed");
    Process process = started(python, "CartPole-v1");
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(told)
        .startsWith("CartPole-v1 needs gymnasium, which is not installed")
        .contains("pip install gymnasium", "'signs'");
  }

  private static Process started(String python, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python, "-u", Path.of("..", "docs", "host.py").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String play(String python, String brokers) throws Exception {
    Process process =
        started(
            python,
            "signs",
            "--brokers",
            brokers,
            "--job",
            "signs",
            "--steps",
            String.valueOf(STEPS));
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return told.lines().reduce((first, last) -> last).orElse("");
  }

  private static boolean knows(String python, String module) {
    try {
      return new ProcessBuilder(python, "-c", "import " + module)
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (Exception absent) {
      return false;
    }
  }
}
