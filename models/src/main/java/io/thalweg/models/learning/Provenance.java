package io.thalweg.models.learning;

import io.thalweg.models.network.Networks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a model was made with, beyond what its fingerprint says: data that travels with it. */
public final class Provenance {
  /** Of this process; read once, since every model update carries them. */
  private static final Map<String, String> PROCESS =
      Map.of(
          "thalweg", version(),
          "java", System.getProperty("java.vm.name") + " " + Runtime.version(),
          "processor", processor());

  private Provenance() {}

  /**
   * Seed, software, Java and processor; keys are {@code snake_case}.
   *
   * @return read-only
   */
  public static SortedMap<String, String> of(ModelSpec spec) {
    SortedMap<String, String> facts = new TreeMap<>(Networks.provenance(spec.network()));
    facts.put("seed", Long.toString(spec.learning().seed()));
    facts.putAll(PROCESS);
    return Collections.unmodifiableSortedMap(facts);
  }

  private static String version() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static String processor() {
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
}
