package io.thalweg.models.devices;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * ND4J's binaries for GPUs, as the Maven profiles choose them, and the cards that they serve.
 * Machine code runs on cards of its own major compute capability, from its minor one on; PTX is
 * compiled by the driver for its own and every later one ("CUDA C++ Programming Guide", sections
 * "Binary Compatibility" and "PTX Compatibility"). What the binaries hold was read from the headers
 * of the fat binaries in libnd4jcuda.so.
 *
 * @param profile name of the Maven profile
 * @param artifact of ND4J's, on whose presence on the class path the build is known
 * @param machineCode what its binaries hold
 * @param ptx what they hold for later cards
 */
record CudaBuild(
    String profile,
    String artifact,
    List<ComputeCapability> machineCode,
    Optional<ComputeCapability> ptx) {
  /** Of DL4J 1.0.0-M2.1, with CUDA 11.6. */
  static final CudaBuild CUDA =
      new CudaBuild(
          "cuda", "nd4j-cuda-11.6", all(37, 50, 52, 60, 61, 70, 75, 80, 86), Optional.empty());

  /** Of DL4J 1.0.0-M1.1, with CUDA 11.2. */
  static final CudaBuild CUDA_PTX =
      new CudaBuild(
          "cuda-ptx",
          "nd4j-cuda-11.2",
          all(35, 50, 52, 60, 61, 70, 75, 80, 86),
          Optional.of(ComputeCapability.of(86)));

  private static final List<CudaBuild> BUILDS = List.of(CUDA, CUDA_PTX);

  private static List<ComputeCapability> all(int... architectures) {
    return Arrays.stream(architectures).mapToObj(ComputeCapability::of).toList();
  }

  /** What a build can do with a card. */
  enum Verdict {
    SERVED,
    /** The driver compiles 82 MB of PTX at first use, then keeps what it made. */
    SERVED_AFTER_COMPILATION,
    REFUSED
  }

  Verdict verdict(ComputeCapability card) {
    if (machineCode.stream().anyMatch(code -> runs(code, card))) {
      return Verdict.SERVED;
    }
    return ptx.filter(code -> code.compareTo(card) <= 0).isPresent()
        ? Verdict.SERVED_AFTER_COMPILATION
        : Verdict.REFUSED;
  }

  private static boolean runs(ComputeCapability code, ComputeCapability card) {
    return code.major() == card.major() && code.minor() <= card.minor();
  }

  /** Why this build cannot compute on a card, and what to do; empty: it can. */
  Optional<String> refusal(int number, String name, ComputeCapability card) {
    if (verdict(card) != Verdict.REFUSED) {
      return Optional.empty();
    }
    return Optional.of(
        "GPU %d, %s: found compute capability %s, for which profile %s has no code; %s, or hide this GPU with CUDA_VISIBLE_DEVICES (docs/gpu.md)"
            .formatted(number, name, card, profile, remedy(card)));
  }

  private static String remedy(ComputeCapability card) {
    return BUILDS.stream()
        .filter(build -> build.verdict(card) != Verdict.REFUSED)
        .findFirst()
        .map(
            build ->
                "build with profile %s, which serves it (THALWEG_PROFILE=%s ./thalweg …)"
                    .formatted(build.profile, build.profile))
        .orElse("no profile serves it: build without one, to compute on the processor");
  }

  /** The one on the class path, if there is one. */
  static Optional<CudaBuild> ofClassPath() {
    return BUILDS.stream()
        .filter(build -> CudaBuild.class.getResource(build.description()) != null)
        .findFirst();
  }

  private String description() {
    return "/META-INF/maven/org.nd4j/" + artifact + "/pom.properties";
  }
}
