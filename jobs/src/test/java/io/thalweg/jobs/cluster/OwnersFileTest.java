package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersFileTest {
  private static final String LONG = "x".repeat(100_000);

  @TempDir private Path folder;

  @Test
  void nobody_else_may_read_it_and_nothing_else_is_left() throws Exception {
    Path file = folder.resolve("secret");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));

    OwnersFile.write(file, "password");

    assertThat(file).hasContent("password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("secret");
  }

  @Test
  void who_reads_it_while_it_is_written_sees_all_of_it() throws Exception {
    Path file = folder.resolve("status");
    OwnersFile.write(file, LONG);
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; i < 300; i++) {
                  OwnersFile.write(file, LONG);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    while (!writing.isDone()) {
      assertThat(Files.readString(file)).hasSize(LONG.length());
    }
    writing.join();
  }
}
