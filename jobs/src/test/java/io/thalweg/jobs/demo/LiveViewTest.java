package io.thalweg.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
  private final LiveView view = new LiveView(new Canvas(80, false));

  @Test
  void shows_nothing_that_is_not_known_yet() {
    assertThat(view.lines(Snapshots.beginning()))
        .containsExactly(
            "electricity " + "░".repeat(40) + "   0 %",
            "records     0 of 45,312   0/s   0:00",
            "accuracy    –",
            "model       version 0",
            "latency     p50 –   p99 –",
            "dashboard   http://127.0.0.1:8081",
            "watch       http://127.0.0.1:8484/");
  }

  @Test
  void shows_how_far_it_is_and_how_well_it_does() {
    assertThat(view.lines(Snapshots.middle()))
        .containsExactly(
            "electricity " + "█".repeat(23) + "░".repeat(17) + "  57 %",
            "records     26,112 of 45,312   5,321/s   1:05, 0:04 left",
            "accuracy    88.31 %   no change 85.02 %   newest 90.10 %",
            "model       version 816   loss 0.312   kappa 0.761",
            "latency     p50 12 ms   p99 46 ms",
            "dashboard   http://127.0.0.1:8081",
            "watch       http://127.0.0.1:8484/");
  }

  @Test
  void ends_with_a_full_bar_and_the_time_it_took() {
    assertThat(view.lines(Snapshots.end()))
        .contains(
            "electricity " + "█".repeat(40) + " 100 %",
            "records     45,312 of 45,312   0/s   1:02:05",
            "latency     p50 12 ms   p99 12.3 s");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 30, 40, 79, 200})
  void no_line_is_wider_than_the_terminal(int columns) {
    LiveView narrow = new LiveView(new Canvas(Math.max(columns, 25), false));

    assertThat(narrow.lines(Snapshots.middle()))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Math.max(columns, 25)));
  }

  @Test
  void colours_change_no_character() {
    assertThat(
            new LiveView(new Canvas(80, true))
                .lines(Snapshots.middle()).stream()
                    .map(line -> line.replaceAll("\u001b\\[[0-9]*m", "")))
        .containsExactlyElementsOf(view.lines(Snapshots.middle()));
  }

  @Test
  void a_terminal_is_written_over_and_a_file_is_not() {
    StringWriter terminal = new StringWriter();
    Screen<Snapshot> live = Screen.live(new PrintWriter(terminal), view::lines);
    live.begin(Snapshots.PLACES);
    live.show(Snapshots.beginning());
    live.show(Snapshots.middle());
    StringWriter file = new StringWriter();
    Screen<Snapshot> plain = Screen.plain(new PrintWriter(file), LiveView::line);
    plain.begin(Snapshots.PLACES);
    plain.show(Snapshots.beginning());
    plain.show(Snapshots.middle());

    assertThat(terminal.toString()).containsOnlyOnce("\u001b[7A");
    assertThat(file.toString())
        .startsWith("watch  http://127.0.0.1:8484/\n")
        .doesNotContain("\u001b", "\r")
        .hasLineCount(3);
  }

  @Test
  void a_plain_line_says_all_of_it() {
    assertThat(LiveView.line(Snapshots.middle()))
        .isEqualTo(
            "1:05 electricity: 26,112 of 45,312 records (57 %), 5,321/s, accuracy 88.31 %, no change"
                + " 85.02 %, loss 0.312, model version 816, p50 12 ms, p99 46 ms");
  }
}
