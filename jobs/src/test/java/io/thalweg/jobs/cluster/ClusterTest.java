package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
  @TempDir private Path folder;

  @Test
  void a_start_while_this_process_is_at_work_in_the_folder_is_refused() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThatThrownBy(
              () -> Cluster.in(folder).start(ClusterOptions.onFreePorts(1, 1), line -> {}))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining(
              "another 'cluster start' or 'cluster stop' is at work in " + folder);
    }
  }
}
