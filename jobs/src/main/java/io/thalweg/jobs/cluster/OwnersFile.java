package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that nobody but its owner reads, where file systems know owners. */
final class OwnersFile {
  private OwnersFile() {}

  /** Whoever reads it meanwhile sees the text before or this one, and never half of it. */
  static void write(Path file, String text) throws IOException {
    Path absolute = file.toAbsolutePath();
    // Such files are their owner's only, from the first moment.
    Path partial =
        Files.createTempFile(absolute.getParent(), absolute.getFileName().toString(), ".part");
    try {
      Files.writeString(partial, text);
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
