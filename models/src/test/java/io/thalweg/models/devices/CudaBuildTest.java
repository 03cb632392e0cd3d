package io.thalweg.models.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.thalweg.models.devices.CudaBuild.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaBuildTest {
  @ParameterizedTest(name = "{0}: {1}.{2}")
  @CsvSource({
    "Fermi M2090,     2,  0, REFUSED, REFUSED",
    "Kepler K520,     3,  0, REFUSED, REFUSED",
    "Kepler K40,      3,  5, REFUSED, SERVED",
    "Kepler K80,      3,  7, SERVED,  SERVED",
    "Maxwell 750,     5,  0, SERVED,  SERVED",
    "Maxwell 980,     5,  2, SERVED,  SERVED",
    "Pascal P100,     6,  0, SERVED,  SERVED",
    "Pascal 1080,     6,  1, SERVED,  SERVED",
    "Volta V100,      7,  0, SERVED,  SERVED",
    "Turing T4,       7,  5, SERVED,  SERVED",
    "Ampere A100,     8,  0, SERVED,  SERVED",
    "Ampere A10,      8,  6, SERVED,  SERVED",
    "Ada L4,          8,  9, SERVED,  SERVED",
    "Hopper H100,     9,  0, REFUSED, SERVED_AFTER_COMPILATION",
    "Blackwell B200, 10,  0, REFUSED, SERVED_AFTER_COMPILATION",
    "Blackwell 5090, 12,  0, REFUSED, SERVED_AFTER_COMPILATION"
  })
  void a_build_serves_the_cards_that_it_holds_code_for(
      String card, int major, int minor, Verdict cuda, Verdict cudaPtx) {
    ComputeCapability capability = new ComputeCapability(major, minor);

    assertThat(CudaBuild.CUDA.verdict(capability)).as(card).isEqualTo(cuda);
    assertThat(CudaBuild.CUDA_PTX.verdict(capability)).as(card).isEqualTo(cudaPtx);
  }

  @Test
  void a_refused_card_is_told_the_profile_that_serves_it() {
    assertThat(CudaBuild.CUDA.refusal(1, "NVIDIA H100", new ComputeCapability(9, 0)))
        .get(STRING)
        .startsWith(
            "GPU 1, NVIDIA H100: found compute capability 9.0, for which profile cuda has no code;"
                + " build with profile cuda-ptx, which serves it (THALWEG_PROFILE=cuda-ptx");
  }

  @Test
  void a_card_that_nothing_serves_is_told_so() {
    assertThat(CudaBuild.CUDA_PTX.refusal(0, "GRID K520", new ComputeCapability(3, 0)))
        .get(STRING)
        .contains("no profile serves it: build without one");
  }

  @Test
  void a_served_card_is_not_refused() {
    assertThat(CudaBuild.CUDA.refusal(0, "NVIDIA L4", new ComputeCapability(8, 9))).isEmpty();
    assertThat(CudaBuild.CUDA_PTX.refusal(0, "NVIDIA H100", new ComputeCapability(9, 0))).isEmpty();
  }
}
