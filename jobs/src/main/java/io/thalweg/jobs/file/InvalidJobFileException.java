package io.thalweg.jobs.file;

import java.util.List;

/** A job file that cannot be run, with everything that is wrong with it. */
public final class InvalidJobFileException extends IllegalArgumentException {
  private final List<String> mistakes;

  InvalidJobFileException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * One line per mistake, in the order of the file: {@code file:line: field 'a.b': found …,
   * expected …; remedy}.
   */
  public List<String> mistakes() {
    return mistakes;
  }
}
