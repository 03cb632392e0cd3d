package io.thalweg.jobs.cli;

import io.thalweg.models.devices.Device;
import io.thalweg.models.devices.Device.Gpu;
import io.thalweg.models.devices.Device.Processor;
import io.thalweg.models.devices.Devices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code thalweg devices} says.
 *
 * @param computing {@code plan} or {@code dl4j}
 * @param versions of "dl4j" and "nd4j"
 */
record DevicesReport(String computing, Map<String, String> versions, Devices found) {

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("networks   " + network());
    lines.add(
        "backend    %s of ND4J %s, DL4J %s"
            .formatted(found.backend(), versions.get("nd4j"), versions.get("dl4j")));
    lines.add("profile    " + found.profile().orElse("none, for processors"));
    found.devices().forEach(device -> lines.add(line(device)));
    return lines;
  }

  private String network() {
    return computing.equals("plan")
        ? "plan: oneDNN's kernels, on the processor"
        : "dl4j: DL4J's layers, on ND4J's backend";
  }

  private String line(Device device) {
    if (device instanceof Gpu gpu) {
      return "gpu %d      %s, compute capability %s, %.1f GB%s"
          .formatted(
              gpu.number(),
              gpu.name(),
              gpu.capability(),
              gpu.memory() / 1e9,
              gpu.refusal().isPresent() ? ": not served" : "");
    }
    Processor processor = (Processor) device;
    return "processor  %s, %s, %d threads"
        .formatted(processor.name(), processor.instructions(), processor.threads());
  }

  /** For programs. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", computing);
    fields.put("backend", found.backend());
    fields.put("nd4j", versions.get("nd4j"));
    fields.put("dl4j", versions.get("dl4j"));
    fields.put("profile", found.profile().orElse(null));
    fields.put("devices", found.devices().stream().map(this::fields).toList());
    return fields;
  }

  private Map<String, Object> fields(Device device) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", device instanceof Gpu ? "gpu" : "processor");
    fields.put("name", device.name());
    if (device instanceof Gpu gpu) {
      fields.put("number", gpu.number());
      fields.put("compute_capability", gpu.capability().toString());
      fields.put("memory_bytes", gpu.memory());
    } else if (device instanceof Processor processor) {
      fields.put("instruction_set", processor.instructions());
      fields.put("threads", processor.threads());
    }
    Optional<String> refusal = device.refusal();
    fields.put("served", refusal.isEmpty());
    refusal.ifPresent(reason -> fields.put("refusal", reason));
    return fields;
  }

  /** What is wrong, a sentence for each device that is not served. */
  List<String> refusals() {
    return found.devices().stream().map(Device::refusal).flatMap(Optional::stream).toList();
  }
}
