package io.thalweg.jobs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinePlotTest {
  @Test
  void lines_have_round_ticks_and_leave_out_what_is_not_finite() {
    var series =
        new LinePlot.Series("a < b", new double[] {0, 10, 47}, new double[] {1, Double.NaN, 2.9});
    String svg = new LinePlot("title", "minutes", List.of(series)).svg();
    assertThat(svg)
        .contains(">0</text>", ">10</text>", ">40</text>", ">a &lt; b</text>", ">2.50</text>")
        .doesNotContain("NaN", ">11.75<", ">47<")
        .containsPattern("<polyline class=\"s0\" points=\"70\\.0,355\\.0 686\\.0,[0-9.]+\"/>");
  }
}
