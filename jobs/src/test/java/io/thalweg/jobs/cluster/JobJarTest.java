package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarTest {
  @TempDir private Path folder;

  @Test
  void jar_holds_the_modules_and_nothing_else() throws Exception {
    Path file = folder.resolve("job.jar");
    JobJar.write(file);
    try (JarFile jar = new JarFile(file.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "io/thalweg/models/learning/ModelSpec.class",
              "io/thalweg/connectors/events/Event.class",
              "io/thalweg/jobs/file/JobSpec.class",
              "io/thalweg/jobs/cluster/log4j.properties")
          .allMatch(name -> name.startsWith("io/thalweg/") || name.startsWith("META-INF/"))
          .noneMatch(name -> name.startsWith("io/thalweg/jobs/data/"));
      String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
      assertThat(main.replace('.', '/') + ".class").isIn(names);
    }
    assertThat(Files.size(file)).isLessThan(2_000_000);
  }

  @Test
  void same_classes_give_the_same_bytes() throws Exception {
    Path first = folder.resolve("first.jar");
    Path second = folder.resolve("second.jar");
    JobJar.write(first);
    JobJar.write(second);
    assertThat(second).hasSameBinaryContentAs(first);
  }
}
