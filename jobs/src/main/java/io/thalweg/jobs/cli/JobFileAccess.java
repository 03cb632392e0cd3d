package io.thalweg.jobs.cli;

import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A job file that cannot be read at all. */
final class JobFileAccess extends RuntimeException {
  private static final long serialVersionUID = 1;

  private JobFileAccess(String message, IOException cause) {
    super(message, cause);
  }

  /** Reads a job file; what is wrong with it, or that there is none, ends the command. */
  static JobSpec read(Path file) {
    try {
      return JobFile.read(file);
    } catch (IOException e) {
      throw new JobFileAccess(file + found(file), e);
    }
  }

  private static String found(Path file) {
    if (Files.isDirectory(file)) {
      return ": found a folder, expected a job file; name a file in it";
    }
    return Files.exists(file)
        ? ": cannot be read; check its permissions"
        : ": does not exist; check the name";
  }
}
