package io.thalweg.connectors.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentJsonTest {
  private static final AgentSpaces SPACES = new AgentSpaces(3, 2, 0);

  private static Transition random(Random random) {
    return new Transition(
        "e" + random.nextInt(100),
        random.nextInt(1_000),
        random.nextInt(500),
        random.nextLong(1L << 40),
        numbers(random),
        random.nextInt(2),
        random.nextBoolean() ? Double.NaN : random.nextDouble(),
        random.nextInt(),
        random.nextGaussian() * 1e6,
        numbers(random),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static float[] numbers(Random random) {
    float[] numbers = new float[3];
    for (int i = 0; i < 3; i++) {
      numbers[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
    }
    return numbers;
  }

  @Test
  void a_transition_reads_back_bit_for_bit() {
    TransitionJson json = new TransitionJson();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      Transition written = random(random);
      Transition read = (Transition) LogJson.read(SPACES, json.write(written));
      assertThat(read.observation()).isEqualTo(written.observation());
      assertThat(read.next()).isEqualTo(written.next());
      assertThat(read)
          .usingRecursiveComparison()
          .withComparatorForType(Double::compare, Double.class)
          .isEqualTo(written);
    }
  }

  @Test
  void a_decision_reads_back_bit_for_bit() {
    Decision written = new Decision("ü\"x", 7, 3, 12_345, 1, 0.95, 12, new float[] {1e-7f, -3.25f});
    byte[] value = new DecisionJson().write(written);
    assertThat(new String(value, UTF_8))
        .isEqualTo(
            "{\"environment\":\"ü\\\"x\",\"episode\":7,\"step\":3,\"time\":12345,\"action\":1,"
                + "\"probability\":0.95,\"policy_version\":12,\"values\":[1.0E-7,-3.25]}");
    assertThat(DecisionJson.read(value)).usingRecursiveComparison().isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "action":1 | "action":4294967296 | field 'action': 4294967296 found, 0 to
          "action":1 | "action":-1 | field 'action': -1 found, 0 to
          "action":1 | "action":0.5 | field 'action': 0.5 found, an integer expected
          0.95 | 0 | field 'probability': 0.0 found, above 0 to 1, or null expected
          0.95 | 7 | field 'probability': 7.0 found, above 0 to 1, or null expected
          """)
  void what_is_no_decision_is_refused_with_the_reason(String from, String to, String reason) {
    Decision written = new Decision("e", 7, 3, 12_345, 1, 0.95, 12, new float[] {1, 2});
    String value = new String(new DecisionJson().write(written), UTF_8);
    assertThat(value).contains(from);

    assertThatThrownBy(() -> DecisionJson.read(value.replace(from, to).getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static void refused(String from, String to, String reason) {
    String value = new String(new TransitionJson().write(random(new Random(3))), UTF_8);
    assertThatThrownBy(() -> LogJson.read(SPACES, value.replaceFirst(from, to).getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void a_transition_of_other_spaces_is_refused_with_the_reason() {
    refused("\"action\":\\d", "\"action\":2", "field 'action': 2 found, 0 to 1 expected");
    refused("\"next\":\\[", "\"next\":[1,", "field 'next': 4 numbers found, 3 expected");
    refused("\"observation\":\\[[^,]*", "\"observation\":[null", "field 'observation': NaN found");
    refused("\"reward\":[^,]*", "\"reward\":null", "field 'reward': null found");
    refused("\"truncated\":(true|false)", "\"truncated\":0", "field 'truncated': 0 found");
  }
}
