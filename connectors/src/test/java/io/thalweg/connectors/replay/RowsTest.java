package io.thalweg.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.connectors.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
  private static final KafkaSettings UNUSED = KafkaSettings.of("127.0.0.1:1");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|1",
        "-0.50|-0.50",
        "1e-5|1e-5",
        "05644299999999999.5|\"05644299999999999.5\"",
        "1.|\"1.\"",
        "+1|\"+1\"",
        "NaN|\"NaN\"",
        "0x1|\"0x1\"",
        "` 1`|\" 1\"",
        "a\"\"b\\|\"a\\\"b\\\\\""
      })
  void numbers_stay_as_they_are_written_and_everything_else_is_text(String cell, String json)
      throws Exception {
    assertThat(first("v\n\"" + cell + "\"\n", null)).isEqualTo("{\"v\":" + json + "}");
  }

  @Test
  void an_empty_field_is_null() throws Exception {
    assertThat(first("a,b\n,x\n", null)).isEqualTo("{\"a\":null,\"b\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"MILLIS|1500", "SECONDS|1.500", "ISO|\"1970-01-01T00:00:01.500Z\""})
  void a_time_is_added_in_the_notation_that_was_asked_for(TimeFormat format, String json)
      throws Exception {
    EventTime time =
        new EventTime.Generated("at", Instant.ofEpochMilli(1500), Duration.ofSeconds(1), format);
    assertThat(first("v\n1\n", time)).isEqualTo("{\"at\":" + json + ",\"v\":1}");
  }

  @Test
  void a_value_that_is_not_mapped_is_an_error_that_names_line_and_column() throws Exception {
    Path file = write("c\n1\n2\n");
    assertRefused(
        Replay.of(file).map("c", Map.of("0", "DOWN", "1", "UP")),
        file
            + " line 3: column 'c': '2' found, one of [0, 1] expected: add it to the map of values");
  }

  @Test
  void a_time_that_is_none_is_an_error_that_names_line_and_column() throws Exception {
    Path file = write("t\nsoon\n");
    assertRefused(
        Replay.of(file).time(new EventTime.Column("t", TimeFormat.MILLIS)).pace(new Pace.Speed(1)),
        file + " line 2: column 't': 'soon' found, a time as MILLIS expected");
  }

  @Test
  void columns_are_checked_before_anything_is_sent() throws Exception {
    Path file = write("a,b\n1,2\n");
    assertRefused(Replay.of(file).key("c"), file + ": no column 'c'; it has [a, b]");
    assertRefused(Replay.of(file).text("d"), file + ": no column 'd'; it has [a, b]");
    assertRefused(
        Replay.of(file)
            .time(new EventTime.Generated("a", Instant.EPOCH, Duration.ZERO, TimeFormat.ISO)),
        file + ": has a column 'a' already: name the new field otherwise");
    assertRefused(
        Replay.of(file).pace(new Pace.Speed(60)),
        file + ": a speed needs event times: name their column, or a start and a step");
    Path twice = Files.writeString(folder.resolve("twice.csv"), "a,a\n");
    assertRefused(
        Replay.of(twice),
        twice + " line 1: columns [a, a] found, a name of its own for each expected");
    Path empty = Files.writeString(folder.resolve("empty.csv"), "");
    assertRefused(Replay.of(empty), empty + ": empty; a first line with names of columns expected");
    assertThatThrownBy(() -> Replay.of(folder)).hasMessageContaining("is a folder");
  }

  private static void assertRefused(Replay replay, String message) {
    KafkaSettings nowhere = UNUSED.with("max.block.ms", "0");
    assertThatThrownBy(() -> replay.into(nowhere, "t"))
        .isInstanceOf(ReplayException.class)
        .hasMessage(message);
  }

  private String first(String content, EventTime time) throws Exception {
    Path file = write(content);
    try (TableFile table = TableFile.open(file.toUri().toURL(), file.toString())) {
      List<String> columns = table.columns(List.of());
      String added = time == null ? null : time.field();
      JsonRows json = new JsonRows(columns, Set.of(), Map.of(), added);
      Rows.Played row = new Rows(table, columns, json, -1, time, false).next();
      return new String(row.value(), StandardCharsets.UTF_8);
    }
  }

  private Path write(String content) throws Exception {
    return Files.writeString(folder.resolve("rows.csv"), content);
  }
}
