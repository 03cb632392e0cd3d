package io.thalweg.jobs.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one job file. */
final class Mistakes {
  private final String file;
  private final List<Mistake> all = new ArrayList<>();

  private record Mistake(int line, String text) {}

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String field, String found, String expected, String remedy) {
    add(line, "field '%s': found %s, expected %s; %s".formatted(field, found, expected, remedy));
  }

  void add(int line, String text) {
    all.add(new Mistake(line, text));
  }

  boolean none() {
    return all.isEmpty();
  }

  void throwIfAny() {
    if (!all.isEmpty()) {
      throw new InvalidJobFileException(
          all.stream()
              .sorted(Comparator.comparingInt(Mistake::line))
              .map(mistake -> file + ":" + mistake.line() + ": " + mistake.text())
              .toList());
    }
  }
}
