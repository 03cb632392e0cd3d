package io.thalweg.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
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
  void before_the_first_figures_it_says_that_nothing_is_learned() {
    assertThat(StatusLine.text(Duration.ofSeconds(3_725), null, 0, 0))
        .isEqualTo("1:02:05  nothing learned yet");
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
