package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.learning.Learner;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.learning.ModelZip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job file whose network starts from a zip in the folder beside it. */
class StartTest {
  private static final String NETWORK = "network: {type: gru, hidden: %d, start: models/a.zip}\n";

  @TempDir private Path folder;

  @BeforeEach
  void export() throws IOException {
    JobSpec earlier =
        JobFile.parseSequence("a.yaml", JobFileTest.MINIMAL + "network: {type: gru, hidden: 8}\n");
    Files.createDirectory(folder.resolve("models"));
    try (Learner learner = Learner.create(earlier.model());
        OutputStream out = Files.newOutputStream(folder.resolve("models/a.zip"))) {
      ModelZip.write(earlier.model(), learner.model(), out);
    }
  }

  private JobSpec job(int hidden) throws IOException {
    Path file = folder.resolve("job.yaml");
    Files.writeString(file, JobFileTest.MINIMAL + NETWORK.formatted(hidden));
    return JobFile.readSequence(file);
  }

  @Test
  void a_zip_is_found_from_the_folder_of_the_job_file() throws IOException {
    ModelSpec model = job(8).model();

    assertThat(model.start().file()).isEqualTo(folder.resolve("models/a.zip").toString());
    assertThat(model.fingerprint()).isNotEqualTo(model.withStart(null).fingerprint());
  }

  @Test
  void a_job_shows_the_whole_path_and_keeps_its_start_through_changes() throws IOException {
    JobSpec spec = job(8);

    assertThat(JobFile.parseSequence("elsewhere.yaml", JobFile.text(spec))).isEqualTo(spec);
    assertThat(spec.withSeed(7).withParallelism(2).withBrokers("b:1").model().start())
        .isEqualTo(spec.model().start());
  }

  @Test
  void a_zip_of_another_network_is_a_mistake() {
    assertThatThrownBy(() -> job(9))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessage(
            folder.resolve("job.yaml")
                + ":5: field 'network.start': found 'models/a.zip', but layer 0 (from 0, dropout"
                + " and masks not counted): gru 1 → 8, last step found, gru 1 → 9, last step expected; name a"
                + " file of the same network and features, or make those of the job the same");
  }
}
