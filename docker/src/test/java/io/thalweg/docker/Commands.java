package io.thalweg.docker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Commands of the machine. */
final class Commands {
  private Commands() {}

  static boolean found(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** What it writes; it must end with 0. */
  static String run(List<String> command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("thalweg-command", ".err");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + text + Files.readString(errors));
    }
    Files.delete(errors);
    return text;
  }
}
