package io.thalweg.environments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.environments.EnvironmentCheck;
import io.thalweg.environments.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/environments.md shows code that runs, and names what there is. */
class GuideTest {
  private static String code(String file) throws IOException {
    String text = Files.readString(Path.of("src/test/java/io/thalweg/environments/examples", file));
    return text.substring(text.indexOf("public final class")).strip();
  }

  private static String imports(String file) throws IOException {
    return Files.readAllLines(Path.of("src/test/java/io/thalweg/environments/examples", file))
        .stream()
        .filter(line -> line.startsWith("import "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void the_guide_shows_the_classes_of_this_package() throws IOException {
    String guide = Files.readString(Path.of("../docs/environments.md"));
    for (String file : List.of("Corridor.java", "Worlds.java")) {
      assertThat(guide).contains("```java\n" + imports(file) + "\n\n" + code(file) + "\n```");
    }
  }

  @Test
  void the_guide_names_every_environment() throws IOException {
    String guide = Files.readString(Path.of("../docs/environments.md"));
    assertThat(Environments.all()).hasSizeGreaterThan(9);
    for (Environments.Entry entry : Environments.all()) {
      if (!entry.name().equals("corridor")) {
        assertThat(guide).contains("`" + entry.name() + "`", entry.id());
      }
    }
  }

  @Test
  void an_environment_of_another_jar_is_found_and_keeps_the_contract() {
    Environments.Entry corridor = Environments.named("corridor");
    assertThat(EnvironmentCheck.violations(corridor::make)).isEmpty();
  }
}
