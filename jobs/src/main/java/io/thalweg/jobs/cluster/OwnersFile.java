package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file that nobody but its owner reads, where file systems know owners. */
final class OwnersFile {
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rw-------");

  private OwnersFile() {}

  static void write(Path file, String text) throws IOException {
    if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(file, OWNERS);
      } else {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
      }
    }
    Files.writeString(file, text);
  }
}
