package io.thalweg.models.devices;

import io.thalweg.models.devices.Device.Gpu;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.nd4j.context.Nd4jContext;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's backend with its native library, loaded before ND4J itself begins: that starts with a
 * computation, which on a card without code for it ends in CUDA's error.
 */
record Backend(String name, NativeOps library) {

  /**
   * @throws UnservedDeviceException if there is no backend that can run here
   */
  static Backend load() {
    try {
      Nd4jBackend backend = runnable();
      try (InputStream properties = backend.getConfigurationResource().getInputStream()) {
        Nd4jContext.getInstance().updateProperties(properties);
      }
      return new Backend(
          backend.getClass().getSimpleName(), NativeOpsHolder.getInstance().getDeviceNativeOps());
    } catch (RuntimeException | IOException | LinkageError e) {
      throw new UnservedDeviceException(refusal(e), e);
    }
  }

  /** ND4J's own search would print what it throws. */
  private static Nd4jBackend runnable() {
    return ServiceLoader.load(Nd4jBackend.class, Backend.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(Nd4jBackend::canRun)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no backend of ND4J is on the class path"));
  }

  private static String refusal(Throwable reason) {
    return CudaBuild.ofClassPath()
        .map(
            build ->
                "profile %s: found no GPU that CUDA can use (%s); expected an NVIDIA card, its driver and CUDA 11's libraries (profile cuda-libraries has them); build without a profile to compute on the processor (docs/gpu.md)"
                    .formatted(build.profile(), first(reason).getMessage()))
        .orElseGet(
            () ->
                "ND4J's library cannot be loaded (%s); expected one for this platform"
                    .formatted(first(reason).getMessage()));
  }

  /** JavaCPP says last that it found no library; what was missing, it says first. */
  private static Throwable first(Throwable reason) {
    Throwable cause = reason;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  List<Gpu> gpus(CudaBuild build) {
    return IntStream.range(0, library.getAvailableDevices())
        .mapToObj(number -> gpu(build, number))
        .toList();
  }

  private Gpu gpu(CudaBuild build, int number) {
    String name = library.getDeviceName(number).strip();
    ComputeCapability capability =
        new ComputeCapability(library.getDeviceMajor(number), library.getDeviceMinor(number));
    return new Gpu(
        number,
        name,
        capability,
        library.getDeviceTotalMemory(number),
        build.refusal(number, name, capability));
  }
}
