package io.thalweg.models.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.models.devices.Device.Processor;
import org.junit.jupiter.api.Test;

class DevicesTest {
  @Test
  void binaries_for_processors_find_the_processor() {
    assumeTrue(CudaBuild.ofClassPath().isEmpty(), "binaries for GPUs on the class path");

    Devices found = Devices.find();

    assertThat(found.backend()).isEqualTo("CpuBackend");
    assertThat(found.profile()).isEmpty();
    assertThat(found.devices())
        .singleElement()
        .isInstanceOfSatisfying(
            Processor.class,
            processor -> {
              assertThat(processor.name()).contains(System.getProperty("os.arch"));
              assertThat(processor.instructions()).isNotBlank();
              assertThat(processor.threads()).isPositive();
            })
        .satisfies(processor -> assertThat(processor.refusal()).isEmpty());
    assertThatCode(Devices::requireServed).doesNotThrowAnyException();
  }
}
