package io.thalweg.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurveTest {
  private final Curve curve = new Curve();

  @Test
  void a_long_curve_is_thinned_evenly_and_has_its_first_and_its_newest_point() {
    for (int x = 0; x < 100_000; x++) {
      curve.add(new double[] {x, 2 * x});
      assertThat(curve.points()).hasSizeLessThanOrEqualTo(Curve.MOST);
      assertThat(curve.points().get(curve.points().size() - 1)[0]).isEqualTo(x);
    }

    List<double[]> points = curve.points();
    assertThat(points).hasSizeGreaterThan(Curve.MOST / 2 - 2);
    assertThat(points.get(0)).containsExactly(0, 0);
    for (int i = 1; i < points.size() - 1; i++) {
      assertThat(points.get(i)[0] - points.get(i - 1)[0]).isEqualTo(points.get(1)[0]);
    }
  }

  @Test
  void what_is_told_again_takes_the_place_of_what_was_told() {
    for (int x = 1; x <= 5; x++) {
      curve.add(new double[] {x, 0});
    }
    curve.add(new double[] {3, 1});
    curve.add(new double[] {4, 1});

    assertThat(curve.points())
        .containsExactly(
            new double[] {1, 0}, new double[] {2, 0}, new double[] {3, 1}, new double[] {4, 1});
  }

  @Test
  void a_job_that_begins_anew_begins_a_new_curve() {
    for (int x = 0; x < 3 * Curve.MOST; x++) {
      curve.add(new double[] {100 + x, 0});
    }
    curve.add(new double[] {32, 1});
    curve.add(new double[] {64, 1});
    curve.add(new double[] {96, 1});

    assertThat(curve.points()).extracting(point -> point[0]).containsExactly(32.0, 64.0, 96.0);
  }
}
