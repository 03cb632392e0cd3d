package io.thalweg.jobs.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one job file. */
final class Mistakes {
  /** Who wrote a job file does not make more; what is no job file may have any number. */
  private static final int MOST = 100;

  private final String file;
  private final List<Mistake> all = new ArrayList<>();

  private record Mistake(int line, String text) {}

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String field, String found, String expected, String remedy) {
    add(line, "field '%s': found %s, expected %s; %s".formatted(field, found, expected, remedy));
  }

  /**
   * Adds one.
   *
   * @throws InvalidJobFileException with those before, if it is one too many
   */
  void add(int line, String text) {
    if (all.size() == MOST) {
      all.add(new Mistake(Integer.MAX_VALUE, "more than %d mistakes found".formatted(MOST)));
      throwIfAny();
    }
    all.add(new Mistake(line, text));
  }

  boolean none() {
    return all.isEmpty();
  }

  void throwIfAny() {
    if (!all.isEmpty()) {
      throw new InvalidJobFileException(
          all.stream().sorted(Comparator.comparingInt(Mistake::line)).map(this::shown).toList());
    }
  }

  private String shown(Mistake mistake) {
    return mistake.line() == Integer.MAX_VALUE
        ? "%s: %s, expected a job file; is it another file?".formatted(file, mistake.text())
        : file + ":" + mistake.line() + ": " + mistake.text();
  }
}
