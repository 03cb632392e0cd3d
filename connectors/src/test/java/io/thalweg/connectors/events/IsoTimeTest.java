package io.thalweg.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
  @Test
  void agrees_with_the_class_library() {
    Random random = new Random(11);
    for (int i = 0; i < 5000; i++) {
      Instant instant =
          Instant.ofEpochSecond(
              random.nextLong(253_402_000_000L), random.nextInt(3) * 333_333_333L);
      OffsetDateTime time =
          instant.atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2 * 840) - 840)));
      assertThat(IsoTime.millis(time.toString())).as("%s", time).isEqualTo(instant.toEpochMilli());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1996-05-07T00:00+10",
        "1996-05-07T00:00:00+1000",
        "1996-05-06T14:00Z",
        "1996-05-06T14:00:00.000999Z"
      })
  void offsets_come_in_three_lengths_and_fractions_are_cut(String text) {
    assertThat(IsoTime.millis(text)).isEqualTo(831391200000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1996-05-07",
        "1996-05-07T00:00",
        "1996-05-07T00:00:00",
        "1996-02-30T00:00:00Z",
        "1996-13-01T00:00:00Z",
        "1996-05-07T24:00:00Z",
        "1996-05-07T00:60:00Z",
        "1996-05-07T00:00:60Z",
        "1996-05-07T00:00:00.Z",
        "1996-05-07T00:00:00.1234567890Z",
        "1996-05-07 00:00:00Z",
        "1996-05-07T00:00:00Z ",
        "1996-05-07T00:00:00+10:",
        "1996-05-07T00:00:00+1",
        "1996-05-07T00:00:00+19:00",
        "+996-05-07T00:00:00Z",
        "١٩٩٦-05-07T00:00:00Z"
      })
  void anything_else_is_none(String text) {
    assertThat(IsoTime.millis(text)).isEqualTo(Long.MIN_VALUE);
  }
}
