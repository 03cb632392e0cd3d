package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/job-file.md, docs/agent-job.md and the parser know the same keys, values and defaults. */
class ReferenceTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void the_reference_lists_each_key_with_its_values_and_default() throws IOException {
    assertThat(rows("job-file.md")).containsExactlyElementsOf(rows(Keys.ALL));
  }

  @Test
  void the_reference_of_agents_lists_each_key_with_its_values_and_default() throws IOException {
    assertThat(rows("agent-job.md")).containsExactlyElementsOf(rows(AgentKeys.ALL));
  }

  private static List<String> rows(String reference) throws IOException {
    return Files.readAllLines(DOCS.resolve(reference)).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(0, line.lastIndexOf(" | ")))
        .toList();
  }

  private static List<String> rows(List<Key<?>> keys) {
    return keys.stream().map(ReferenceTest::row).toList();
  }

  private static String row(Key<?> key) {
    boolean value = key.otherwise() != null;
    String otherwise = value ? "`" + key.otherwiseText() + "`" : key.otherwiseText();
    return "| `%s` | %s | %s".formatted(key.path(), key.type().expected(), otherwise);
  }
}
