package io.thalweg.models.devices;

import io.thalweg.models.devices.Device.Gpu;
import java.util.List;
import java.util.Optional;

/**
 * What ND4J computes on in this process.
 *
 * @param backend its name at ND4J, e.g. CpuBackend
 * @param profile the Maven profile that chose binaries for GPUs, if one did
 * @param devices GPUs, or the processor
 */
public record Devices(String backend, Optional<String> profile, List<Device> devices) {

  /**
   * Loads ND4J's native library, but computes nothing.
   *
   * @throws UnservedDeviceException if it cannot be loaded or finds no device
   */
  public static Devices find() {
    Backend backend = Backend.load();
    Optional<CudaBuild> build = CudaBuild.ofClassPath();
    List<? extends Device> found =
        build.isPresent() ? backend.gpus(build.get()) : List.of(Host.processor());
    return new Devices(backend.name(), build.map(CudaBuild::profile), List.copyOf(found));
  }

  /**
   * To be called before ND4J computes. All GPUs must be served: ND4J spreads threads over them.
   * Loads nothing where the binaries are those for processors.
   *
   * @throws UnservedDeviceException naming the profile that serves
   */
  public static void requireServed() {
    CudaBuild.ofClassPath()
        .ifPresent(build -> Backend.load().gpus(build).forEach(Devices::requireServed));
  }

  private static void requireServed(Gpu gpu) {
    gpu.refusal()
        .ifPresent(
            reason -> {
              throw new UnservedDeviceException(reason);
            });
  }

  /** As the operating system names the processor, with its architecture. */
  public static String processorName() {
    return Host.name();
  }
}
