package io.thalweg.models.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.features.Features.Analyzer;
import io.thalweg.models.features.Features.Text;
import io.thalweg.models.features.Features.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextTest {
  private static final int LENGTH = 4;

  private static Encoder encoder(Analyzer analyzer, Vocabulary vocabulary, int size) {
    return new Encoder(Features.ofText(new Text("sms", analyzer, vocabulary, size, LENGTH)), 2);
  }

  private static Encoder growing(int size) {
    return encoder(Analyzer.STANDARD, Vocabulary.GROWING, size);
  }

  private static Row row(String text) {
    return new Row(new double[0], new String[] {text}, Double.NaN);
  }

  /** The numbers that count of a text's window. */
  private static List<Integer> numbers(Encoder encoder, String text) {
    Batch batch = new Batch(1, LENGTH, encoder.inputs());
    encoder.encode(new Row[] {row("older"), row(text)}, batch);
    float[] counted = Arrays.copyOfRange(batch.values(), LENGTH - batch.length(0), LENGTH);
    Integer[] numbers = new Integer[counted.length];
    for (int i = 0; i < counted.length; i++) {
      numbers[i] = (int) counted[i];
    }
    return List.of(numbers);
  }

  @Test
  void words_get_numbers_in_the_order_in_which_they_are_learned() {
    Encoder encoder = growing(10);
    assertThat(numbers(encoder, "Free entry, free!")).containsExactly(0, 0, 0);
    encoder.learn(row("Free entry"), 0);
    encoder.learn(row("call FREE"), 0);
    assertThat(numbers(encoder, "Free entry, call: free!")).containsExactly(1, 2, 3, 1);
    assertThat(numbers(encoder, "new free")).containsExactly(0, 1);
  }

  @Test
  void words_that_come_too_late_share_the_last_number() {
    Encoder encoder = growing(4);
    encoder.learn(row("one two three four"), 0);
    assertThat(numbers(encoder, "one two three four")).containsExactly(1, 2, 3, 3);
  }

  @Test
  void a_hash_gives_the_same_number_everywhere() {
    Encoder encoder = encoder(Analyzer.STANDARD, Vocabulary.HASHED, 1_000);
    assertThat(numbers(encoder, "Free call")).isEqualTo(numbers(encoder, "free CALL"));
    assertThat(numbers(encoder, "free call")).doesNotHaveDuplicates().allMatch(n -> n > 0);
  }

  @Test
  void what_is_behind_the_most_tokens_is_not_read_and_counted() {
    Encoder encoder = growing(10);
    encoder.learn(row("a b c d"), 0);
    assertThat(encoder.truncated()).isZero();
    encoder.learn(row("a b c d e f"), 0);
    assertThat(encoder.truncated()).isEqualTo(1);
    assertThat(numbers(encoder, "d c b a e")).containsExactly(4, 3, 2, 1);
    assertThat(numbers(encoder, "e")).containsExactly(0);
  }

  @ParameterizedTest
  @EnumSource(Analyzer.class)
  void a_text_without_words_is_one_unknown_token(Analyzer analyzer) {
    Encoder encoder = encoder(analyzer, Vocabulary.HASHED, 100);
    assertThat(numbers(encoder, "")).containsExactly(0);
    assertThat(numbers(encoder, " …!? ")).containsExactly(0);
    encoder.learn(row(""), 0);
  }

  @Test
  void chinese_is_cut_into_pairs_or_words() {
    String text = "我是中国人";
    Encoder pairs = encoder(Analyzer.CJK, Vocabulary.GROWING, 100);
    pairs.learn(row(text), 0);
    assertThat(pairs.describe().get("text").toString()).contains("我是", "是中", "中国", "国人");
    Encoder words = encoder(Analyzer.SMART_CHINESE, Vocabulary.GROWING, 100);
    words.learn(row(text), 0);
    assertThat(words.describe().get("text").toString()).contains("中国").doesNotContain("是中");
  }

  @Test
  void a_megabyte_without_a_blank_is_a_text_too() {
    Encoder encoder = growing(10);
    encoder.learn(row("x".repeat(1 << 20)), 0);
    assertThat(encoder.truncated()).isEqualTo(1);
    assertThat(numbers(encoder, "x".repeat(1 << 20))).hasSize(LENGTH);
  }

  @Test
  void the_vocabulary_goes_on_from_its_bytes_and_back_to_a_mark() throws IOException {
    Encoder original = growing(10);
    original.learn(row("one two"), 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    original.write(new DataOutputStream(bytes));
    Encoder copy = growing(10);
    copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(numbers(copy, "two one")).containsExactly(2, 1);

    copy.mark();
    copy.learn(row("three"), 0);
    assertThat(numbers(copy, "three")).containsExactly(3);
    copy.rollBack();
    assertThat(numbers(copy, "three")).containsExactly(0);
  }

  @Test
  void a_text_is_the_only_feature() {
    Text text = new Text("sms", Analyzer.STANDARD, Vocabulary.HASHED, 10, 4);
    assertThatThrownBy(() -> new Features(List.of("x"), List.of(), false, false, text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
