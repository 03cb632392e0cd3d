package io.thalweg.jobs.cli;

import java.util.Map;

/**
 * What the process writes to.
 *
 * @param interactive whether lines can be overwritten
 * @param colours whether colours are wanted
 * @param columns width in characters
 */
public record Terminal(boolean interactive, boolean colours, int columns) {
  private static final int DEFAULT_COLUMNS = 80;

  /** As the launcher found it: a JVM cannot ask about its standard output alone. */
  public static Terminal ofProcess() {
    return of(System.getenv());
  }

  static Terminal of(Map<String, String> environment) {
    boolean interactive =
        "1".equals(environment.get("THALWEG_TERMINAL")) && !"dumb".equals(environment.get("TERM"));
    String columns = environment.getOrDefault("THALWEG_COLUMNS", "");
    return new Terminal(
        interactive,
        interactive && environment.getOrDefault("NO_COLOR", "").isEmpty(),
        columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS);
  }
}
