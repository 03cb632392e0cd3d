package io.thalweg.connectors.events;

/**
 * Ends the reading of a record that is not valid. Without a stack trace: a flood of bad records
 * must not cost more than good ones.
 */
final class Unfit extends Exception {
  private static final long serialVersionUID = 1L;

  Unfit(String reason) {
    super(reason, null, false, false);
  }

  static Unfit field(String name, String found, String expected) {
    return new Unfit("field '" + name + "': " + found + " found, " + expected + " expected");
  }

  static Unfit absent(String name, String expected) {
    return new Unfit("field '" + name + "': absent, " + expected + " expected");
  }

  String reason() {
    return getMessage();
  }
}
