package io.thalweg.models.devices;

import io.thalweg.models.devices.Device.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;

/** The processor that this process runs on. */
final class Host {
  private Host() {}

  static Processor processor() {
    return new Processor(name(), instructions(), Runtime.getRuntime().availableProcessors());
  }

  static String name() {
    String architecture = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + architecture)
          .findFirst()
          .orElse(architecture);
    } catch (IOException notLinux) {
      return architecture;
    }
  }

  /** By oneDNN's name for them. */
  private static String instructions() {
    try {
      return dnnl.get_effective_cpu_isa().intern().name().toLowerCase(Locale.ROOT);
    } catch (LinkageError notForThisPlatform) {
      return "unknown to oneDNN";
    }
  }
}
