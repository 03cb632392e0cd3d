package io.thalweg.jobs.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;

/** Records that a coverage-guided fuzzer found to reach something new: {@code fuzz/run}. */
final class Fuzzed {
  private Fuzzed() {}

  /** Hostile ones and valid ones. */
  static List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    try (InputStream file = Fuzzed.class.getResourceAsStream("fuzzed.zip");
        ZipInputStream zip = new ZipInputStream(file)) {
      while (zip.getNextEntry() != null) {
        records.add(zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(records);
  }
}
