package io.thalweg.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.jobs.soak.SoakOptions.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
class SoakIT {
  @Test
  void neither_deaths_nor_hostile_records_show_in_what_was_written() throws Exception {
    Path folder = Path.of("target", "soak-" + System.getProperty("test.fork", "1"));
    FileUtils.deleteDirectory(folder.toFile());
    SoakOptions options =
        new SoakOptions(folder, Duration.ofSeconds(25), 200, List.of(Victim.TASKMANAGER), 0.3, 1);
    SoakResult result = new Soak(options, List.of(), System.out::println).run();
    assertThat(result.differences()).isEmpty();
    assertThat(result.kills()).isPositive();
    assertThat(result.valid()).isGreaterThan(2_000);
    assertThat(result.hostile().count()).isGreaterThan(500);
    assertThat(result.undisturbed().version()).isEqualTo((result.valid() + 31) / 32);
    assertThat(result.memory()).containsKeys("broker", "jobmanager", "taskmanager-1");
  }
}
