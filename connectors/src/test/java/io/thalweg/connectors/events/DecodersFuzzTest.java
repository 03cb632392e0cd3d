package io.thalweg.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No record makes a decoder throw, and none changes what is made of the next. */
class DecodersFuzzTest {
  private static final int RECORDS = 4_000;
  private static final byte[] JSON = JsonEventsTest.bytes(JsonEventsTest.VALID);
  private static final byte[] CSV =
      "1000,NSW,\"?\",0.25,-3e2,north,UP,e-1".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LABEL = JsonEventsTest.bytes("{'event':1,'at':5,'class':'UP'}");
  private static final List<String> FRAGMENTS =
      List.of(
          "\"",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\\",
          "\\u",
          "\\ud800",
          "null",
          "NaN",
          "1e",
          "1e99999",
          "-",
          "9".repeat(300),
          "0".repeat(1200),
          "[".repeat(200),
          "{\"a\":".repeat(80),
          "\u0000",
          "\uFEFF",
          "ö",
          "\uD83D\uDE00",
          "\"time\":",
          "/*",
          "\r\n",
          "'",
          "x".repeat(2000),
          "-0",
          "99999999999999999999",
          "\"class\":\"UP\"",
          "\"load\":{");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void random_bytes(long seed) {
    Random random = new Random(seed);
    run(
        valid -> {
          byte[] value = new byte[random.nextInt(64)];
          random.nextBytes(value);
          if (value.length > 0 && random.nextBoolean()) {
            value[0] = '{';
          }
          return value;
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void flipped_bytes(long seed) {
    Random random = new Random(seed);
    run(
        valid -> {
          byte[] value = valid.clone();
          for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            value[random.nextInt(value.length)] = (byte) random.nextInt();
          }
          return value;
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void cut_and_patched_records(long seed) {
    Random random = new Random(seed);
    run(
        valid -> {
          String text = new String(valid, StandardCharsets.UTF_8);
          int from = random.nextInt(text.length());
          int to = from + random.nextInt(Math.min(12, text.length() - from));
          String fragment =
              random.nextInt(4) == 0 ? "" : FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
          return (text.substring(0, from) + fragment + text.substring(to))
              .getBytes(StandardCharsets.UTF_8);
        });
  }

  /** Jackson remembers names: its memory must neither grow for ever nor fail. */
  @Test
  void names_in_earlier_records_do_not_matter() {
    Random random = new Random(10);
    Decoder decoder = Decoders.events(Schemas.json());
    String valid = new String(JSON, StandardCharsets.UTF_8);
    for (int record = 0; record < 2000; record++) {
      StringBuilder names = new StringBuilder("{");
      for (int i = 0; i < 100; i++) {
        names.append('"').append(Long.toHexString(random.nextLong())).append("\":0,");
      }
      Decoded decoded = decoder.decode(Schemas.raw(names + valid.substring(1)));
      assertThat(decoded).isInstanceOf(Event.class);
    }
  }

  private static void run(UnaryOperator<byte[]> mutation) {
    run(Decoders.events(Schemas.json()), JSON, mutation);
    run(Decoders.events(Schemas.csv()), CSV, mutation);
    run(Decoders.labels(Schemas.labels()), LABEL, mutation);
  }

  private static void run(Decoder decoder, byte[] valid, UnaryOperator<byte[]> mutation) {
    for (int i = 0; i < RECORDS; i++) {
      byte[] value = mutation.apply(valid);
      try {
        check(decoder.decode(Schemas.raw(value)));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("record " + i + ": " + Arrays.toString(value), e);
      }
      if (i % 100 == 0) {
        assertThat(decoder.decode(Schemas.raw(valid))).isNotInstanceOf(Malformed.class);
      }
    }
  }

  /** Plain comparisons: a million times an assertion library would take its time. */
  private static void check(Decoded decoded) {
    boolean sound = true;
    if (decoded instanceof Event event) {
      sound =
          Arrays.stream(event.numeric()).allMatch(Double::isFinite)
              && !event.key().isEmpty()
              && event.key().length() <= Schemas.LIMITS.textLength()
              && !Arrays.asList(event.categories()).contains(null)
              && event.time() >= 0
              && event.time() <= Schemas.TIMESTAMP + Schemas.MAX_AHEAD;
    } else if (decoded instanceof Malformed malformed) {
      String reason = malformed.reason();
      sound =
          !reason.isBlank()
              && reason.length() < 500
              && reason.chars().noneMatch(character -> character < ' ');
    }
    if (!sound) {
      throw new AssertionError(decoded);
    }
  }
}
