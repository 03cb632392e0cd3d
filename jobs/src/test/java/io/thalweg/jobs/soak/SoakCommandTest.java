package io.thalweg.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SoakCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--summary", "--memory-plot"})
  void a_file_that_cannot_be_written_is_said_before_hours_go_by(String option) {
    SoakCommand command = with(option, folder.toString());

    assertThatThrownBy(command::call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option + ": found the folder " + folder);
    assertThat(folder.resolve("soak")).doesNotExist();
  }

  @Test
  void a_folder_in_which_something_is_stays_as_it_is() throws Exception {
    Files.createDirectories(folder.resolve("soak/kafka"));
    SoakCommand command = with("--seed", "2");

    assertThatThrownBy(command::call).hasMessageContaining("soak is not empty");
    assertThat(folder.resolve("soak/kafka")).exists();
  }

  private SoakCommand with(String option, String value) {
    SoakCommand command = new SoakCommand();
    new CommandLine(command).parseArgs("--dir", folder.resolve("soak").toString(), option, value);
    return command;
  }
}
