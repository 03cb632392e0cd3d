package io.thalweg.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is written at the end of long work, which must not fail there. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Makes its folder if that is missing; what there is at its place stays.
   *
   * @param option that names it, for the message
   * @throws IllegalArgumentException if it cannot be written
   */
  public static void requireWritable(String option, Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "%s: found the folder %s, expected a file".formatted(option, file));
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: folder %s cannot be made (%s), expected one that can"
              .formatted(option, folder, e.getMessage()),
          e);
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new IllegalArgumentException(
          "%s: %s may not be written: change its permissions, or name another"
              .formatted(option, file));
    }
  }
}
