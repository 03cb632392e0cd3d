import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Compares what {@code Measure} wrote. Arguments: folder, two versions, number of runs. */
final class Compare {
  private static final double TOLERANCE = 1e-5;
  private static final Pattern TIME = Pattern.compile("time (.*): ([0-9.NaN]+) ms, .*");
  private static final Pattern MADE =
      Pattern.compile("made (.*): ([0-9.]+) ms, (\\d+) bytes kept, (\\d+) scratch, (.*)");

  private final Map<String, List<Double>> times = new LinkedHashMap<>();
  private final Map<String, List<Double>> making = new LinkedHashMap<>();
  private final Map<String, Double> megabytes = new LinkedHashMap<>();
  private final Map<String, String> kernels = new LinkedHashMap<>();
  private final List<Double> loads = new ArrayList<>();

  private Compare(Path folder, String version, int runs) throws IOException {
    for (int run = 1; run <= runs; run++) {
      for (String line : Files.readAllLines(folder.resolve(version + "." + run))) {
        Matcher time = TIME.matcher(line);
        Matcher made = MADE.matcher(line);
        if (time.matches()) {
          add(times, time.group(1), time.group(2));
        } else if (made.matches()) {
          add(making, made.group(1), made.group(2));
          megabytes.put(
              made.group(1), (Long.parseLong(made.group(3)) + Long.parseLong(made.group(4))) / 1e6);
          kernels.put(made.group(1), made.group(5));
        } else if (line.startsWith("load ")) {
          loads.add(Double.valueOf(line.substring(5)));
        }
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path folder = Path.of(arguments[0]);
    int runs = Integer.parseInt(arguments[3]);
    Compare left = new Compare(folder, arguments[1], runs);
    Compare right = new Compare(folder, arguments[2], runs);
    System.out.printf(
        "| medians of %d runs | %s ms | %s ms | ratio (pairs of runs) | made in ms | MB beside the"
            + " numbers | kernels |%n|---|---|---|---|---|---|---|%n",
        runs, arguments[1], arguments[2]);
    for (String work : left.times.keySet()) {
      List<Double> before = left.times.get(work);
      List<Double> after = right.times.get(work);
      double[] ratios =
          IntStream.range(0, runs)
              .mapToDouble(run -> after.get(run) / before.get(run))
              .filter(Double::isFinite)
              .toArray();
      System.out.printf(
          "| %s | %.3g | %.3g | %.2f (%.2f–%.2f) | %.2g → %.2g | %.2f → %.2f | %s → %s |%n",
          work,
          median(before),
          median(after),
          median(after) / median(before),
          Arrays.stream(ratios).min().orElseThrow(),
          Arrays.stream(ratios).max().orElseThrow(),
          median(left.making.get(work)),
          median(right.making.get(work)),
          left.megabytes.get(work),
          right.megabytes.get(work),
          left.kernels.get(work),
          right.kernels.get(work));
    }
    left.loads.addAll(right.loads);
    left.loads.sort(null);
    System.out.printf(
        "load before a run: %s to %s%n", left.loads.get(0), left.loads.get(left.loads.size() - 1));
    for (String version : List.of(arguments[1], arguments[2])) {
      System.out.printf("%s: same bits in all runs: %b%n", version, steady(folder, version, runs));
    }
    agreement(
        numbers(folder.resolve(arguments[1] + ".1.numbers")),
        numbers(folder.resolve(arguments[2] + ".1.numbers")));
  }

  private static boolean steady(Path folder, String version, int runs) throws IOException {
    boolean steady = true;
    for (int run = 2; run <= runs; run++) {
      steady &=
          Files.mismatch(
                  folder.resolve(version + ".1.numbers"),
                  folder.resolve(version + "." + run + ".numbers"))
              < 0;
    }
    return steady;
  }

  /** Differences, as a part of the largest number of an array where that is above one. */
  private static void agreement(Map<String, float[]> left, Map<String, float[]> right) {
    int same = 0;
    double worst = 0;
    for (String array : left.keySet()) {
      float[] a = left.get(array);
      float[] b = right.get(array);
      if (Arrays.equals(a, b)) {
        same++;
        continue;
      }
      double largest = 1;
      double difference = 0;
      for (int i = 0; i < a.length; i++) {
        largest = Math.max(largest, Math.abs(a[i]));
        difference = Math.max(difference, Math.abs((double) a[i] - b[i]));
      }
      // NaN is no agreement.
      if (!(difference / largest <= TOLERANCE)) {
        throw new IllegalStateException(array + " differs by " + difference / largest);
      }
      worst = Math.max(worst, difference / largest);
      System.out.printf("%s differs by %.2g%n", array, difference / largest);
    }
    System.out.printf(
        "%d of %d arrays have the same bits in both, the others differ by %.2g at most%n",
        same, left.size(), worst);
  }

  private static Map<String, float[]> numbers(Path file) throws IOException {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      while (in.available() > 0) {
        String name = in.readUTF();
        float[] array = new float[in.readInt()];
        ByteBuffer.wrap(in.readNBytes(array.length * Float.BYTES)).asFloatBuffer().get(array);
        arrays.put(name, array);
      }
    }
    return arrays;
  }

  private static void add(Map<String, List<Double>> values, String work, String value) {
    values.computeIfAbsent(work, w -> new ArrayList<>()).add(Double.valueOf(value));
  }

  private static double median(List<Double> values) {
    // A run that never had a core to itself has no time.
    List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
