package io.thalweg.jobs.demo;

import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import java.net.URI;
import java.util.Optional;

/** States of runs. */
final class Snapshots {
  static final Places PLACES =
      new Places(
          "127.0.0.1:9092",
          URI.create("http://127.0.0.1:8081"),
          URI.create("http://127.0.0.1:8484/"));

  private Snapshots() {}

  static Snapshot beginning() {
    return new Snapshot(
        "electricity",
        45_312,
        0,
        0,
        0,
        0.2,
        0,
        Double.NaN,
        Double.NaN,
        Optional.empty(),
        Double.NaN,
        PLACES);
  }

  static Snapshot middle() {
    return new Snapshot(
        "electricity",
        45_312,
        26_500,
        26_100,
        12,
        65,
        5_321.4,
        12.4,
        45.6,
        Optional.of(progress(26_100, 816)),
        Double.NaN,
        PLACES);
  }

  static Snapshot end() {
    return new Snapshot(
        "electricity",
        45_312,
        45_312,
        45_312,
        0,
        3_725,
        0.4,
        12.4,
        12_345.6,
        Optional.of(progress(45_312, 1_416)),
        Double.NaN,
        PLACES);
  }

  static LearningProgress progress(long examples, long version) {
    return new LearningProgress(
        "electricity",
        836_789_400_000L,
        examples,
        version,
        0,
        0.3124,
        Figures.ofClasses(0.88314, 0.8502, 0.7612, 0.221, 0.29),
        Figures.ofClasses(0.901, 0.86, 0.79, 0.29, 0.25));
  }
}
