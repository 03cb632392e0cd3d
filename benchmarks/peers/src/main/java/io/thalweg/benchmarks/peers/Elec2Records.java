package io.thalweg.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The electricity market in memory.
 *
 * @param numbers the features of each record, [records, {@value #FEATURES}]
 * @param labels 0 or 1, [records]
 */
record Elec2Records(double[][] numbers, int[] labels) {
  static final int FEATURES = 6;

  static Elec2Records read(Path file) throws IOException {
    List<double[]> numbers = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      lines.readLine(); // names
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        numbers.add(Arrays.stream(cells, 0, FEATURES).mapToDouble(Double::parseDouble).toArray());
        labels.add(Integer.valueOf(cells[FEATURES]));
      }
    }
    return new Elec2Records(
        numbers.toArray(new double[0][]), labels.stream().mapToInt(Integer::intValue).toArray());
  }

  int count() {
    return labels.length;
  }
}
