package io.thalweg.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.models.devices.ComputeCapability;
import io.thalweg.models.devices.Device.Gpu;
import io.thalweg.models.devices.Devices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevicesReportTest {
  private static final DevicesReport REPORT =
      new DevicesReport(
          "dl4j",
          Map.of("dl4j", "1.0.0-M2.1", "nd4j", "1.0.0-M2.1"),
          new Devices(
              "JCublasBackend",
              Optional.of("cuda"),
              List.of(
                  gpu(0, "NVIDIA L4", 8, 9, Optional.empty()),
                  gpu(1, "NVIDIA H100", 9, 0, Optional.of("take cuda-ptx")))));

  private static Gpu gpu(int number, String name, int major, int minor, Optional<String> refusal) {
    return new Gpu(number, name, new ComputeCapability(major, minor), 24_000_000_000L, refusal);
  }

  @Test
  void people_read_name_capability_and_memory_of_each_gpu() {
    assertThat(REPORT.lines())
        .containsExactly(
            "networks   dl4j: DL4J's layers, on ND4J's backend",
            "backend    JCublasBackend of ND4J 1.0.0-M2.1, DL4J 1.0.0-M2.1",
            "profile    cuda",
            "gpu 0      NVIDIA L4, compute capability 8.9, 24.0 GB",
            "gpu 1      NVIDIA H100, compute capability 9.0, 24.0 GB: not served");
    assertThat(REPORT.refusals()).containsExactly("take cuda-ptx");
  }

  @Test
  void programs_read_the_same() {
    JsonNode fields = new ObjectMapper().valueToTree(REPORT.fields());

    assertThat(fields.get("profile").asText()).isEqualTo("cuda");
    assertThat(fields.at("/devices/0/compute_capability").asText()).isEqualTo("8.9");
    assertThat(fields.at("/devices/0/memory_bytes").asLong()).isEqualTo(24_000_000_000L);
    assertThat(fields.at("/devices/0/served").asBoolean()).isTrue();
    assertThat(fields.at("/devices/1/served").asBoolean()).isFalse();
    assertThat(fields.at("/devices/1/refusal").asText()).isEqualTo("take cuda-ptx");
  }
}
