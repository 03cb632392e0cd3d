package io.thalweg.jobs.cli;

import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.Job;
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
  static Job read(Path file) {
    return read(file, JobFile::read);
  }

  /** As {@link #read}, where only a sequence job will do. */
  static JobSpec readSequence(Path file) {
    return read(file, JobFile::readSequence);
  }

  /** As {@link #read}, where only a job with an agent will do. */
  static AgentJobSpec readAgent(Path file) {
    return read(file, JobFile::readAgent);
  }

  private interface Reading<J> {
    J read(Path file) throws IOException;
  }

  private static <J> J read(Path file, Reading<J> reading) {
    try {
      return reading.read(file);
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
