package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private ManagedProcess process;

  @BeforeEach
  void folders() throws Exception {
    Files.createDirectories(folder.resolve("log"));
    Files.createDirectories(folder.resolve("run"));
    process = new ManagedProcess("idle", folder);
  }

  @AfterEach
  void nothing_is_left_running() {
    process.stop(PATIENCE);
  }

  @Test
  void process_is_found_by_others_and_stopped() throws Exception {
    start();
    ProcessHandle handle = new ManagedProcess("idle", folder).handle().orElseThrow();
    assertThat(handle.isAlive()).isTrue();

    process.stop(PATIENCE);
    assertThat(handle.isAlive()).isFalse();
    assertThat(process.alive()).isFalse();
    assertThat(folder.resolve("run/idle.pid")).doesNotExist();
  }

  @Test
  void process_is_known_from_its_start_on() {
    for (int i = 0; i < 5; i++) {
      start();
      for (int look = 0; look < 50; look++) {
        assertThat(process.alive()).isTrue();
      }
      process.stop(PATIENCE);
    }
  }

  @Test
  void killed_process_is_not_alive() throws Exception {
    start();
    ProcessHandle handle = process.handle().orElseThrow();
    handle.destroyForcibly();
    handle.onExit().join();
    assertThat(process.alive()).isFalse();
  }

  @Test
  void another_process_with_the_recorded_id_is_neither_taken_for_ours_nor_signalled()
      throws Exception {
    ManagedProcess stranger = new ManagedProcess("stranger", folder);
    stranger.start(jvm(), List.of(Idle.class.getName()), Map.of());
    ProcessHandle handle = stranger.handle().orElseThrow();
    try {
      Files.writeString(folder.resolve("run/idle.pid"), Long.toString(handle.pid()));
      assertThat(process.alive()).isFalse();
      process.stop(PATIENCE);
      assertThat(handle.isAlive()).isTrue();
    } finally {
      stranger.stop(PATIENCE);
    }
  }

  @Test
  void unreadable_pid_file_is_a_process_that_does_not_run() throws Exception {
    Files.writeString(folder.resolve("run/idle.pid"), "not a number\n");
    assertThat(process.alive()).isFalse();
  }

  private void start() {
    process.start(jvm(), List.of(Idle.class.getName(), "a \"quoted\" \\ argument"), Map.of());
  }

  private static List<String> jvm() {
    return List.of("-Xmx16m", "-cp", Path.of("target", "test-classes").toAbsolutePath().toString());
  }

  /** A process that does nothing until it is ended. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] arguments) throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }
}
