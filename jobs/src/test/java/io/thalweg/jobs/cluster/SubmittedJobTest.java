package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmittedJobTest {
  @TempDir private Path folder;
  private String file;

  @BeforeEach
  void write() throws Exception {
    Path path = folder.resolve("pumps.yaml");
    Files.writeString(
        path,
        """
        name: pumps
        input: {topic: pumps, key: pump, event-time: at}
        features: {numeric: [pressure]}
        label: {field: state, classes: [fine, failing]}
        parallelism: 3
        """);
    file = path.toString();
  }

  @Test
  void job_file_says_the_parallelism_unless_the_command_line_does() throws Exception {
    assertThat(SubmittedJob.job(file).parallelism()).isEqualTo(3);
    assertThat(SubmittedJob.job(file, "--parallelism", "5").parallelism()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many"})
  void parallelism_that_is_none_is_refused(String parallelism) {
    assertThatThrownBy(() -> SubmittedJob.job(file, "--parallelism", parallelism))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("'" + parallelism + "' found");
  }

  @Test
  void brokers_may_be_those_of_the_place_where_it_runs() throws Exception {
    assertThat(SubmittedJob.job(file, "--brokers", "broker:9092", "--parallelism", "5"))
        .matches(job -> job.kafka().get("bootstrap.servers").equals("broker:9092"))
        .matches(job -> job.parallelism() == 5);
  }

  @Test
  void other_arguments_are_answered_with_the_usage() {
    assertThatThrownBy(() -> SubmittedJob.job(file, "-p", "5"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("JOB.yaml [--parallelism N] [--brokers HOST:PORT] expected");
    assertThatThrownBy(SubmittedJob::job).isInstanceOf(ClusterException.class);
  }
}
