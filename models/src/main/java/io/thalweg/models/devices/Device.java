package io.thalweg.models.devices;

import java.util.Optional;

/** Something that computes. */
public sealed interface Device {
  String name();

  /** Why ND4J's binaries cannot compute on it, and what to do; empty: they can. */
  Optional<String> refusal();

  /**
   * What ND4J's binaries for processors compute on.
   *
   * @param instructions the widest that oneDNN uses on it
   * @param threads that this process may run at once
   */
  record Processor(String name, String instructions, int threads) implements Device {
    @Override
    public Optional<String> refusal() {
      return Optional.empty();
    }
  }

  /**
   * One of NVIDIA's.
   *
   * @param number as CUDA counts them, from 0
   * @param memory bytes
   */
  record Gpu(
      int number, String name, ComputeCapability capability, long memory, Optional<String> refusal)
      implements Device {}
}
