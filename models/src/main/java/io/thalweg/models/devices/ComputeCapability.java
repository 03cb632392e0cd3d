package io.thalweg.models.devices;

/** What NVIDIA calls a generation of GPUs, e.g. 9.0 for Hopper. */
public record ComputeCapability(int major, int minor) implements Comparable<ComputeCapability> {

  /** From the notation of compilers: 86 is 8.6, 120 is 12.0. */
  static ComputeCapability of(int architecture) {
    return new ComputeCapability(architecture / 10, architecture % 10);
  }

  @Override
  public int compareTo(ComputeCapability other) {
    return Integer.compare(10 * major + minor, 10 * other.major + other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
