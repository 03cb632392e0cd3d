package io.thalweg.connectors.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.Allocated;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.util.List;
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
        random.nextInt(1 << 30) - 1,
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

  /** A log that others write to, or a topic of rewards, may hold anything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "environment":"e" | "environment":"" | field 'environment': a text of 0 characters found, text of 1 to 256 characters expected
          "environment":"e" | "environment":{"e":1} | field 'environment': OBJECT found, text of 1 to 256 characters expected
          "environment":"e" | "environment":"LONG" | field 'environment': a text of 70000 characters found
          "episode":7 | "episode":-7 | field 'episode': -7 found, an integer from 0 to 9007199254740992 expected
          "episode":7 | "episode":9223372036854775807 | field 'episode': 9223372036854775807 found
          "episode":7 | "episode":1e99 | field 'episode':
          "step":3 | "step":9223372036854775807 | field 'step': 9223372036854775807 found
          "time":12345 | "time":9223372036854775807 | field 'time': 9223372036854775807 found, an integer from 0 to 253402300799999 expected
          "time":12345 | "time":-1 | field 'time': -1 found
          "reward":0.5 | "reward":1e39 | field 'reward': 1.0E39 found, a number within ±3.4e38 expected
          "reward":0.5 | "reward":-1e999 | field 'reward': -Infinity found, a number within ±3.4e38 expected
          """)
  void a_forged_step_is_refused_in_every_kind_of_record(String from, String to, String reason) {
    AgentSpaces wide = new AgentSpaces(1_000, 2, 0);
    String forged = to.replace("LONG", "e".repeat(70_000));
    float[] numbers = new float[1_000];
    Transition transition =
        new Transition("e", 7, 3, 12_345, numbers, 1, 0.25, 12, 0.5, numbers, false, false);
    Correction correction = new Correction("e", 7, 3, 12_345, 0.5, 0.125);
    for (LogEntry entry : List.of(transition, correction)) {
      String value = new String(new LogJson().write(entry), UTF_8);
      assertThat(value).contains(from);
      assertThatThrownBy(() -> LogJson.read(wide, value.replace(from, forged).getBytes(UTF_8)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(reason);
    }
    if (forged.length() < 1_000) {
      String value =
          new String(new RewardJson().write(new Reward("e", 7, 3, 12_345, 0.5, null)), UTF_8);
      byte[] bytes = value.replace(from, forged).getBytes(UTF_8);
      RawRecord raw = new RawRecord(new Origin("rewards", 0, 0), -1, null, bytes);
      assertThat(RewardJson.read(raw, Long.MAX_VALUE))
          .isInstanceOfSatisfying(
              Heard.Unfit.class, unfit -> assertThat(unfit.reason()).contains(reason));
    }
  }

  @Test
  void a_forged_choice_is_refused() {
    refused("\"probability\":[^,]*", "\"probability\":0", "field 'probability': 0.0 found");
    refused("\"probability\":[^,]*", "\"probability\":-1", "field 'probability': -1.0 found");
    refused("\"probability\":[^,]*", "\"probability\":1e9", "field 'probability': 1.0E9 found");
    refused(
        "\"policy_version\":[^,]*", "\"policy_version\":-2", "field 'policy_version': -2 found");
  }

  @Test
  void nothing_is_allocated_for_a_log_entry_that_is_too_long() {
    byte[] value = ("{\"environment\":\"" + "e".repeat(1 << 24) + "\"}").getBytes(UTF_8);
    assertThat(
            Allocated.bytes(
                () ->
                    assertThatThrownBy(() -> LogJson.read(SPACES, value))
                        .hasMessageContaining("16777234 bytes found, 1 to ")))
        .isLessThan(1 << 20);
  }
}
