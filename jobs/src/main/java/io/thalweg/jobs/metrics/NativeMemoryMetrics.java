package io.thalweg.jobs.metrics;

import static io.thalweg.jobs.metrics.DescribedMetric.gauge;

import io.thalweg.models.devices.NativeMemory;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;

/** Memory outside the heap, of whatever has a network. It is the process's: all say the same. */
public final class NativeMemoryMetrics {
  private static final DescribedMetric BYTES =
      gauge(
          "nativeBytes",
          "bytes",
          "Parameters, batches and activations outside the heap, as JavaCPP counts them: of the whole process, so all learners and predictors in it say the same.",
          "Near `nativeBytesLimit`: a smaller network or batch, fewer slots in a task manager, or a larger limit. Grows without end: report it.");

  private static final DescribedMetric LIMIT =
      gauge(
          "nativeBytesLimit",
          "bytes",
          "What it may be at most (`org.bytedeco.javacpp.maxbytes`, which is `taskmanager.memory.task.off-heap.size` in task managers of `./thalweg cluster` and of containers); an array beyond it fails the job. 0: no limit.",
          "");

  private static final DescribedMetric RESIDENT =
      gauge(
          "residentBytes",
          "bytes",
          "Memory that the process holds, heap and all, as the operating system counts it. What oneDNN and RocksDB take for themselves is in here only.",
          "Near `residentBytesLimit`, or near what the container may have: less heap, fewer keys on it, or a larger limit.");

  private static final DescribedMetric RESIDENT_LIMIT =
      gauge(
          "residentBytesLimit",
          "bytes",
          "What it may be when an array is asked for (`org.bytedeco.javacpp.maxphysicalbytes`); beyond it the job fails. 0: no limit.",
          "");

  /** What {@link #register} registers. */
  public static final List<DescribedMetric> ALL = List.of(BYTES, LIMIT, RESIDENT, RESIDENT_LIMIT);

  private NativeMemoryMetrics() {}

  public static void register(MetricGroup group) {
    BYTES.gaugeIn(group, NativeMemory::bytes);
    LIMIT.gaugeIn(group, NativeMemory::limit);
    RESIDENT.gaugeIn(group, NativeMemory::resident);
    RESIDENT_LIMIT.gaugeIn(group, NativeMemory::residentLimit);
  }
}
