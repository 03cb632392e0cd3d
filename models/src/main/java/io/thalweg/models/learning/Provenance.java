package io.thalweg.models.learning;

import io.thalweg.models.devices.Devices;
import io.thalweg.models.network.Networks;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a model was made with, beyond what its fingerprint says: data that travels with it. */
public final class Provenance {
  /** Of this process; read once, since every model update carries them. */
  private static final Map<String, String> PROCESS =
      Map.of(
          "thalweg", version(),
          "java", System.getProperty("java.vm.name") + " " + Runtime.version(),
          "processor", Devices.processorName());

  private Provenance() {}

  /**
   * Seed, start if there is one, software, Java and processor; keys are {@code snake_case}.
   *
   * @return read-only
   */
  public static SortedMap<String, String> of(ModelSpec spec) {
    SortedMap<String, String> facts = new TreeMap<>(Networks.provenance(spec.network()));
    facts.putAll(of(spec.learning().seed()));
    if (spec.start() != null) {
      facts.put("start", spec.start().checksum());
    }
    return Collections.unmodifiableSortedMap(facts);
  }

  /** Seed, software, Java and processor; read-only. */
  public static SortedMap<String, String> of(long seed) {
    SortedMap<String, String> facts = new TreeMap<>(PROCESS);
    facts.put("seed", Long.toString(seed));
    return Collections.unmodifiableSortedMap(facts);
  }

  private static String version() {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
