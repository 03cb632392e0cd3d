package io.thalweg.connectors.events;

/** What has been read of a record so far. */
final class Draft {
  /** Of a class that the record does not name. */
  static final int UNLABELLED = -1;

  final long timestamp;
  final boolean[] seen;
  final double[] numeric;
  final String[] categories;
  String id;
  String key = "";
  long time;
  int label = UNLABELLED;

  Draft(Layout layout, long timestamp) {
    this.timestamp = timestamp;
    this.seen = new boolean[layout.places()];
    this.numeric = new double[layout.numeric()];
    this.categories = new String[layout.categories()];
  }
}
