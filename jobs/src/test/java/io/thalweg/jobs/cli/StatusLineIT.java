package io.thalweg.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusLineIT {
  private static final Figures FIGURES = Figures.ofClasses(0.9296, 0.8533, 0.8, 0.5, 0.2);

  @TempDir private Path folder;

  @Test
  void a_running_job_shows_its_newest_figures_and_what_it_rejects_from_now_on() throws Exception {
    JobSpec job = JobFile.readSequence(Path.of("../examples/electricity.yaml"));
    StringWriter terminal = new StringWriter();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        Topics topics = new Topics(KafkaSettings.of(broker.bootstrapServers()))) {
      KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
      topics.create(JobTopics.of(job, 1));
      send(settings, job.output().metrics(), new ProgressJson().write(progress(384, 12)));
      send(settings, job.output().deadLetter(), "rejected by an earlier run".getBytes(UTF_8));

      try (StatusLine line = StatusLine.show(new PrintWriter(terminal), 120, settings, job)) {
        await()
            .untilAsserted(() -> assertThat(last(terminal)).contains("384 learned by version 12"));
        send(settings, job.output().metrics(), new ProgressJson().write(progress(45_312, 1_416)));
        send(settings, job.output().metrics(), "no figures".getBytes(UTF_8));
        send(settings, job.output().deadLetter(), "{".getBytes(UTF_8));
        send(settings, job.output().late(), "{}".getBytes(UTF_8));

        await()
            .untilAsserted(
                () ->
                    assertThat(last(terminal))
                        .endsWith(
                            "  1 dead letters  1 late  45,312 learned by version 1,416"
                                + "  accuracy 92.96 % (newest 92.96 %, no change 85.33 %)"));
        line.say("restarts   after: a test");
      }

      assertThat(terminal.toString())
          .contains("\r\u001b[Krestarts   after: a test\n")
          .contains(
              "dead letter: without a reason; all of them: ./thalweg consume electricity.dead-letter --headers\n")
          .endsWith("\n");
    }
  }

  @Test
  void an_agents_job_shows_what_its_episodes_earn() throws Exception {
    AgentJobSpec job = JobFile.readAgent(Path.of("../examples/cartpole.yaml"));
    StringWriter terminal = new StringWriter();
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        Topics topics = new Topics(KafkaSettings.of(broker.bootstrapServers()))) {
      KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
      topics.create(JobTopics.of(job, 1));
      try (StatusLine line = StatusLine.show(new PrintWriter(terminal), 120, settings, job)) {
        await().untilAsserted(() -> assertThat(last(terminal)).endsWith("  nothing learned yet"));
        send(settings, job.output().metrics(), new AgentProgressJson().write(progress("another")));
        send(settings, job.output().metrics(), new AgentProgressJson().write(progress("cartpole")));
        await()
            .untilAsserted(
                () ->
                    assertThat(last(terminal))
                        .endsWith(
                            "  50,000 learned by version 4,900  412 episodes, return 181.3, ε 0.050"
                                + "  gate: 3 passed, 1 held back"));
      }
    }
  }

  @Test
  void a_job_that_only_acts_has_no_figures() {
    AgentJobSpec job =
        JobFile.parseAgent(
            "a.yaml", "name: a\nenvironment: cartpole\nrole: act\nagent: {type: dqn}\n");
    assertThat(job.watched().metrics()).isEmpty();
    assertThat(job.watched().late()).contains("a.late");
  }

  private static AgentProgress progress(String agent) {
    SortedMap<String, Double> figures =
        new TreeMap<>(Map.of("epsilon", 0.05, "gate_passed", 3.0, "gate_held", 1.0));
    return new AgentProgress(agent, 0, 50_000, 412, 181.3, 181.3, 4_900, 0, 0, 0, 0, figures);
  }

  private static LearningProgress progress(long examples, long version) {
    return new LearningProgress("electricity", 0, examples, version, 0, 0.1, FIGURES, FIGURES);
  }

  private static String last(StringWriter terminal) {
    String all = terminal.toString();
    return all.substring(all.lastIndexOf('\r') + 1);
  }

  private static void send(KafkaSettings settings, String topic, byte[] value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }
}
