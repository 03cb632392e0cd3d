package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every block of docs/networks.md goes into a job file as it stands. */
class NetworksGuideTest {
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static String guide() throws IOException {
    return Files.readString(Path.of("../docs/networks.md"));
  }

  static Stream<String> blocks() throws IOException {
    return BLOCK.matcher(guide()).results().map(found -> found.group(1));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void a_block_goes_into_a_job_file(String block) throws Exception {
    StringBuilder job = new StringBuilder("name: guide\ninput: {topic: events, event-time: t}\n");
    if (!block.contains("features:")) {
      job.append("features: {numeric: [x, y]}\n");
    }
    if (!block.contains("label:")) {
      job.append("label: {field: z, classes: [no, yes]}\n");
    }
    Path file = Files.writeString(folder.resolve("job.yaml"), job + block);
    JobSpec spec = JobFile.readSequence(file);
    assertThat(spec.model().network().toString()).isNotEqualTo("Constant[]");
  }

  @Test
  void the_guide_has_a_block_for_each_type_that_learns() throws IOException {
    for (NetworkType type : NetworkType.values()) {
      if (type != NetworkType.CONSTANT && type != NetworkType.SIMPLE_RNN) {
        String name = type.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        assertThat(guide()).contains("{type: " + name);
      }
    }
  }
}
