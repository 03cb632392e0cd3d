package io.thalweg.connectors.events;

/** What has been read of a record so far. */
final class Draft {
  /** Of a label that the record does not bring. */
  static final double UNLABELLED = Double.NaN;

  final long timestamp;
  final boolean[] seen;
  final double[] numeric;
  final String[] categories;
  String id;
  String key = "";
  long time;
  double label = UNLABELLED;

  Draft(Layout layout, long timestamp) {
    this.timestamp = timestamp;
    this.seen = new boolean[layout.places()];
    this.numeric = new double[layout.numeric()];
    this.categories = new String[layout.categories()];
  }
}
