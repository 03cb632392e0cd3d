package io.thalweg.models.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncoderTest {
  private static final Features NUMBER = new Features(List.of("x"), List.of(), false, true);
  private static final Features WORDS =
      new Features(
          List.of(),
          List.of(
              new Category("kind", Encoding.ONE_HOT, 3), new Category("city", Encoding.HASHED, 5)),
          false,
          true);

  private static Row number(double x) {
    return new Row(new double[] {x}, new String[0], Double.NaN);
  }

  private static Row words(String kind, String city) {
    return new Row(new double[0], new String[] {kind, city}, Double.NaN);
  }

  private static float[] encoded(Encoder encoder, int steps, Row... window) {
    Batch batch = new Batch(1, steps, encoder.inputs());
    encoder.encode(window, batch);
    return batch.values();
  }

  @Test
  void numbers_are_standardised_by_what_was_learned() {
    Encoder encoder = new Encoder(NUMBER, 2);
    Random random = new Random(1);
    double[] learned = random.doubles(1000, -50, 150).toArray();
    Arrays.stream(learned).forEach(x -> encoder.learn(number(x), 0));
    double mean = Arrays.stream(learned).average().orElseThrow();
    double variance = Arrays.stream(learned).map(x -> (x - mean) * (x - mean)).sum() / 1000;
    assertThat((double) encoded(encoder, 1, number(70))[0])
        .isCloseTo((70 - mean) / Math.sqrt(variance), within(1e-6));
  }

  @Test
  void numbers_are_zero_before_two_examples_and_where_nothing_moves() {
    Encoder encoder = new Encoder(NUMBER, 2);
    encoder.learn(number(3), 0);
    assertThat(encoded(encoder, 1, number(5))).containsExactly(0);
    encoder.learn(number(3), 0);
    assertThat(encoded(encoder, 1, number(5))).containsExactly(0);
  }

  /** Law 3: differences so small that their square is next to nothing do not make a NaN. */
  @Test
  void numbers_are_zero_where_the_variance_underflows() {
    Encoder encoder = new Encoder(NUMBER, 2);
    encoder.learn(number(0), 0);
    for (int i = 0; i < 4; i++) {
      encoder.learn(number(3e-162), 0);
    }
    assertThat(encoded(encoder, 1, number(0))).containsExactly(0);
    assertThat(encoded(encoder, 1, number(1))[0]).isFinite();
  }

  @Test
  void numbers_are_clipped() {
    Encoder encoder = new Encoder(NUMBER, 2);
    encoder.learn(number(1), 0);
    encoder.learn(number(-1), 0);
    assertThat(encoded(encoder, 2, number(1e300), number(-1e300))).containsExactly(10, -10);
    Encoder raw = new Encoder(new Features(List.of("x"), List.of(), false, false), 2);
    assertThat(encoded(raw, 2, number(1e300), number(3))).containsExactly(1e9f, 3);
  }

  @Test
  void short_windows_end_at_the_last_step_and_long_ones_keep_the_newest() {
    Encoder raw = new Encoder(new Features(List.of("x"), List.of(), false, false), 2);
    assertThat(encoded(raw, 3, number(1), number(2))).containsExactly(0, 1, 2);
    assertThat(encoded(raw, 2, number(1), number(2), number(3))).containsExactly(2, 3);
  }

  @Test
  void a_batch_that_is_filled_again_holds_nothing_old() {
    Encoder raw = new Encoder(new Features(List.of("x"), List.of(), false, false), 2);
    Batch batch = new Batch(1, 3, 1);
    raw.encode(new Row[] {number(1), number(2), number(3)}, batch);
    batch.clear();
    raw.encode(new Row[] {number(4)}, batch);
    assertThat(batch.values()).containsExactly(0, 0, 4);
    assertThat(batch.length(0)).isEqualTo(1);
  }

  @Test
  void values_get_inputs_in_the_order_learned_and_late_ones_share_the_last() {
    Encoder encoder = new Encoder(WORDS, 2);
    assertThat(Arrays.copyOf(encoded(encoder, 1, words("b", "x")), 3)).containsExactly(0, 0, 0);
    List.of("b", "a", "c", "d").forEach(kind -> encoder.learn(words(kind, "x"), 0));
    assertThat(Arrays.copyOf(encoded(encoder, 1, words("b", "x")), 3)).containsExactly(1, 0, 0);
    assertThat(Arrays.copyOf(encoded(encoder, 1, words("a", "x")), 3)).containsExactly(0, 1, 0);
    assertThat(Arrays.copyOf(encoded(encoder, 1, words("c", "x")), 3)).containsExactly(0, 0, 1);
    assertThat(Arrays.copyOf(encoded(encoder, 1, words("new", "x")), 3)).containsExactly(0, 0, 1);
  }

  @Test
  void hashes_are_those_of_murmur3() {
    assertThat(StableHash.of("", 1)).isEqualTo(0x514E28B7);
    assertThat(StableHash.of("test", 0)).isEqualTo(0xba6bd213);
    assertThat(StableHash.of("Hello, world!", 0)).isEqualTo(0xc0363e43);
    assertThat(StableHash.of("aaaa", 0x9747b28c)).isEqualTo(0x5A97808A);
  }

  @Test
  void the_previous_label_is_one_hot_and_nothing_before_the_first() {
    Encoder encoder = new Encoder(new Features(List.of(), List.of(), true, true), 3);
    assertThat(encoded(encoder, 1, new Row(new double[0], new String[0], 1)))
        .containsExactly(0, 1, 0);
    assertThat(encoded(encoder, 1, new Row(new double[0], new String[0], Double.NaN)))
        .containsExactly(0, 0, 0);
  }

  @Test
  void what_was_learned_is_read_back_exactly() throws IOException {
    Encoder words = new Encoder(WORDS, 2);
    words.learn(words("ä", "x"), 0);
    Encoder read = new Encoder(WORDS, 2);
    read.read(new DataInputStream(new ByteArrayInputStream(bytes(words))));
    assertThat(bytes(read)).isEqualTo(bytes(words));
    assertThat(encoded(read, 1, words("ä", "y"))).isEqualTo(encoded(words, 1, words("ä", "y")));
  }

  @Test
  void rolling_back_forgets_exactly_what_came_after_the_mark() throws IOException {
    Features features =
        new Features(List.of("x"), List.of(new Category("k", Encoding.ONE_HOT, 9)), false, true);
    Encoder encoder = new Encoder(features, 2);
    encoder.learn(new Row(new double[] {0.1}, new String[] {"a"}, Double.NaN), 0);
    byte[] before = bytes(encoder);
    encoder.mark();
    encoder.learn(new Row(new double[] {0.7}, new String[] {"b"}, Double.NaN), 0);
    assertThat(bytes(encoder)).isNotEqualTo(before);
    encoder.rollBack();
    assertThat(bytes(encoder)).isEqualTo(before);
  }

  @Test
  void foreign_bytes_are_refused() {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[] {0, 0, 0, 9}));
    assertThatThrownBy(() -> new Encoder(WORDS, 2).read(in))
        .hasMessage("encoder format 9 found, 1 expected");
  }

  private static byte[] bytes(Encoder encoder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    encoder.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
