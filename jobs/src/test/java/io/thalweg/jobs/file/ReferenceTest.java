package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/job-file.md and the parser know the same keys, values and defaults. */
class ReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "job-file.md");

  @Test
  void the_reference_lists_each_key_with_its_values_and_default() throws IOException {
    List<String> rows =
        Files.readAllLines(REFERENCE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.lastIndexOf(" | ")))
            .toList();

    assertThat(rows).containsExactlyElementsOf(Keys.ALL.stream().map(ReferenceTest::row).toList());
  }

  private static String row(Key<?> key) {
    boolean value = key.otherwise() != null;
    String otherwise = value ? "`" + key.otherwiseText() + "`" : key.otherwiseText();
    return "| `%s` | %s | %s".formatted(key.path(), key.type().expected(), otherwise);
  }
}
