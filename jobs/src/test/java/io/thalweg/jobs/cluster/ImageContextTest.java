package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageContextTest {
  @TempDir private Path folder;
  private Path home;
  private Path image;

  @BeforeEach
  void build_a_house() throws IOException {
    home = folder.resolve("home");
    image = home.resolve(".thalweg/image");
    for (String name : List.of("Dockerfile", "entrypoint.sh", "health.sh", "log4j.properties")) {
      file("home/docker/" + name);
    }
    file("home/jobs/target/thalweg-bom.json");
  }

  @Test
  void libraries_and_modules_are_layers_of_their_own_in_the_order_of_the_build() throws Exception {
    String classPath = file("thalweg-jobs.jar") + ":" + file("flink.jar") + ":" + file("kafka.jar");
    ImageContext context = new ImageContext(image);
    context.assemble(home, ImageClassPath.of(classPath));

    assertThat(image.resolve("thalweg/thalweg-jobs.jar")).exists();
    assertThat(image.resolve("libraries")).isDirectoryContaining("glob:**flink.jar");
    assertThat(image.resolve("bin/java.args"))
        .content()
        .endsWith(
            "-cp\n/opt/flink/lib/thalweg-jobs.jar:/opt/flink/lib/flink.jar:/opt/flink/lib/kafka.jar\n")
        .doesNotContain("dl4j");
    assertThat(image.resolve("conf/config.yaml"))
        .content()
        .contains("execution.checkpointing.dir: 'file:///data/checkpoints'\n");
    context.delete();
    assertThat(image).doesNotExist();
  }

  @Test
  void a_gpus_libraries_make_networks_run_there() throws Exception {
    ImageClassPath classPath = ImageClassPath.of(file("nd4j-cuda-11.6-1.0.0.jar").toString());
    new ImageContext(image).assemble(home, classPath);

    assertThat(image.resolve("bin/java.args")).content().contains("-Dthalweg.network=dl4j\n");
  }

  @Test
  void folders_of_classes_are_not_packaged() {
    assertThatThrownBy(() -> ImageClassPath.of(folder.toString()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("a jar expected");
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }
}
