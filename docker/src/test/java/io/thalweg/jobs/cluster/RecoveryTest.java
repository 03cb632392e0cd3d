package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/cluster.md gives reasons for holds on Kubernetes too. */
class RecoveryTest {
  @ParameterizedTest
  @ValueSource(strings = {"sequence.yaml", "agent.yaml"})
  void a_manifest_recovers_as_containers_and_clusters_on_one_machine_do(String manifest)
      throws IOException {
    JsonNode flink =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("kubernetes", "base", manifest).toFile())
            .at("/spec/flinkConfiguration");

    FlinkConfiguration.recovery()
        .forEach(
            (option, value) -> assertThat(flink.path(option).asText()).as(option).isEqualTo(value));
  }
}
