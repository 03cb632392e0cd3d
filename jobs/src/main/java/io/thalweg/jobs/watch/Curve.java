package io.thalweg.jobs.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A curve from its first point to its newest in bounded memory: when there are too many points,
 * every second one is dropped, and from then on only every second, fourth, eighth one is kept. The
 * newest is always there.
 *
 * <p>Points come in the order of their x. One that does not, overrules those from its x on: a job
 * that was restarted tells the same again, one that begins anew begins a new curve.
 */
final class Curve {
  /** Points at most; more than a screen has pixels for are of no use. */
  static final int MOST = 512;

  private final List<double[]> points = new ArrayList<>();
  private int stride = 1;
  private int sinceKept;

  /** Adds a point: its x, then its values, NaN where there is none. */
  void add(double[] point) {
    if (sinceKept > 0) {
      points.remove(points.size() - 1);
    }
    while (!points.isEmpty() && points.get(points.size() - 1)[0] >= point[0]) {
      points.remove(points.size() - 1);
    }
    points.add(point);
    if (points.size() == 1) {
      stride = 1;
      sinceKept = 0;
    } else {
      sinceKept = (sinceKept + 1) % stride;
    }
    // An odd number, so that the newest is one of those that stay.
    if (sinceKept == 0 && points.size() >= MOST - 1) {
      thin();
    }
  }

  private void thin() {
    List<double[]> all = List.copyOf(points);
    points.clear();
    for (int i = 0; i < all.size(); i += 2) {
      points.add(all.get(i));
    }
    stride *= 2;
    sinceKept = 0;
  }

  void clear() {
    points.clear();
    stride = 1;
    sinceKept = 0;
  }

  List<double[]> points() {
    return Collections.unmodifiableList(points);
  }
}
