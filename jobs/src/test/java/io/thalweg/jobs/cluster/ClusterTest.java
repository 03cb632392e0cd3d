package io.thalweg.jobs.cluster;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
  @TempDir private Path folder;

  @Test
  void nothing_is_stopped_while_another_command_is_at_work() throws Exception {
    Cluster cluster = new Cluster(folder, new ClassPath(List.of()));
    ClusterLayout.choose(ClusterOptions.onFreePorts(1, 1)).write(folder);
    Files.createDirectories(folder.resolve("run"));
    try (var lock =
            FileChannel.open(
                folder.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> cluster.stop(line -> {}))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("'cluster stop' is at work in " + folder);
    }
    assertThat(cluster.stop(line -> {})).isFalse();
  }

  @Test
  void libraries_stay_as_they_are_under_processes_that_live() throws Exception {
    Path one = Files.createFile(folder.resolve("one.jar"));
    Path other = Files.createFile(folder.resolve("other.jar"));
    FlinkHome home = new FlinkHome(folder.resolve("home"));
    List<Path> libraries = home.assemble(new ClassPath(List.of(other, one)), new TreeMap<>());
    Object link = Files.readAttributes(libraries.get(0), "unix:ino", NOFOLLOW_LINKS).get("ino");

    assertThat(home.assembled(new ClassPath(List.of(other, one)))).isEqualTo(libraries);
    assertThat(Files.readAttributes(libraries.get(0), "unix:ino", NOFOLLOW_LINKS))
        .containsEntry("ino", link);

    assertThatThrownBy(() -> home.assembled(new ClassPath(List.of(one))))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("'./thalweg cluster stop' ends these");
    assertThat(libraries).allMatch(Files::exists);
  }
}
