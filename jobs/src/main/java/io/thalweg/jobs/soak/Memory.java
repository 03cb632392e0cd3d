package io.thalweg.jobs.soak;

import io.thalweg.jobs.cluster.Cluster;
import io.thalweg.jobs.plot.LinePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Resident memory of the cluster's processes over time, and the size of checkpoints. Read from
 * {@code /proc}: elsewhere than on Linux there is nothing.
 */
final class Memory {
  /** Share of the time that is warm-up. */
  private static final double WARM_UP = 1.0 / 3;

  private static final double SHORTEST_SECONDS = 300;
  private static final double MIB = 1 << 20;

  private final Map<String, List<Sample>> processes = new TreeMap<>();
  private final List<Sample> checkpoints = new ArrayList<>();

  /**
   * @param seconds since the stream began
   */
  record Sample(double seconds, long pid, double mebibytes) {}

  void sample(double seconds, Cluster.Status status) {
    for (Cluster.Member member : status.members()) {
      if (member.pid().isPresent()) {
        long pid = member.pid().getAsLong();
        resident(pid)
            .ifPresent(
                bytes ->
                    processes
                        .computeIfAbsent(member.name(), name -> new ArrayList<>())
                        .add(new Sample(seconds, pid, bytes / MIB)));
      }
    }
  }

  void checkpoint(double seconds, long bytes) {
    checkpoints.add(new Sample(seconds, 0, bytes / MIB));
  }

  private static OptionalLong resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * How a process's memory goes.
   *
   * @param mebibytes at the end
   * @param perHour MiB per hour by least squares, over the newest process of that name and without
   *     its warm-up, a third of its time; NaN: less than five minutes are left
   */
  record Trend(double mebibytes, double perHour) {}

  /** By name of the process, and {@code checkpoint}. */
  Map<String, Trend> trends() {
    Map<String, Trend> trends = new TreeMap<>();
    processes.forEach((name, samples) -> trends.put(name, trend(samples)));
    if (!checkpoints.isEmpty()) {
      trends.put("checkpoint", trend(checkpoints));
    }
    return trends;
  }

  static Trend trend(List<Sample> all) {
    Sample last = all.get(all.size() - 1);
    List<Sample> samples = all.stream().filter(sample -> sample.pid() == last.pid()).toList();
    double first = samples.get(0).seconds();
    double warm = first + (last.seconds() - first) * WARM_UP;
    SimpleRegression line = new SimpleRegression();
    samples.stream()
        .filter(sample -> sample.seconds() >= warm)
        .forEach(sample -> line.addData(sample.seconds() / 3600, sample.mebibytes()));
    boolean enough = last.seconds() - warm >= SHORTEST_SECONDS;
    return new Trend(last.mebibytes(), enough ? line.getSlope() : Double.NaN);
  }

  /** As a picture. */
  String svg(String title) {
    List<LinePlot.Series> series = new ArrayList<>();
    processes.forEach((name, samples) -> series.add(series(name, samples)));
    if (!checkpoints.isEmpty()) {
      series.add(series("checkpoint", checkpoints));
    }
    return new LinePlot(title, "minutes", series).svg();
  }

  private static LinePlot.Series series(String name, List<Sample> samples) {
    return new LinePlot.Series(
        name + ", MiB",
        samples.stream().mapToDouble(sample -> sample.seconds() / 60).toArray(),
        samples.stream().mapToDouble(Sample::mebibytes).toArray());
  }
}
