package io.thalweg.connectors.agents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Observation.Taken;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationReaderTest {
  private static final ObservationReader READER =
      new ObservationReader(new AgentSpaces(2, 3, 60_000));
  private static final String FIRST =
      "{\"environment\":\"e-1\",\"episode\":4,\"step\":0,\"time\":1000,\"observation\":[0.5,-2]}";
  private static final String LATER =
      "{\"environment\":\"e-1\",\"episode\":4,\"step\":7,\"time\":1000,\"observation\":[0.5,-2],"
          + "\"reward\":-1.5,\"terminated\":false,\"truncated\":true,"
          + "\"action\":2,\"probability\":0.25,\"policy_version\":12}";

  private static Heard read(byte[] value) {
    return READER.read(new RawRecord(new Origin("observations", 0, 9), 2_000, null, value));
  }

  private static Heard read(String value) {
    return read(value.getBytes(UTF_8));
  }

  private static String reason(String value) {
    return ((Heard.Unfit) read(value)).reason();
  }

  @Test
  void a_first_observation_has_no_action_before_it() {
    Observation found = (Observation) read(FIRST);
    assertThat(found.environment()).isEqualTo("e-1");
    assertThat(found.values()).containsExactly(0.5f, -2);
    assertThat(found.taken()).isNull();
    assertThat(found.reward()).isZero();
    assertThat(found.ends()).isFalse();
  }

  @Test
  void a_later_observation_tells_what_was_done_and_what_came_of_it() {
    Observation found = (Observation) read(LATER);
    assertThat(found.step()).isEqualTo(7);
    assertThat(found.taken()).isEqualTo(new Taken(2, 0.25, 12));
    assertThat(found.reward()).isEqualTo(-1.5);
    assertThat(found.truncated()).isTrue();
    assertThat(found.terminated()).isFalse();
    assertThat(found.ends()).isTrue();
    assertThat(found.origin()).isEqualTo(new Origin("observations", 0, 9));
  }

  @Test
  void a_host_that_acts_by_itself_needs_no_probability_or_version() {
    Observation found =
        (Observation)
            read(
                LATER
                    .replace(",\"probability\":0.25", "")
                    .replace("\"policy_version\":12", "\"policy_version\":null"));
    assertThat(found.taken().probability()).isNaN();
    assertThat(found.taken().policyVersion()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"e-1\" | 7.5 | field 'environment': 7.5 found, text of 1 to 256 characters expected",
        "\"episode\":4 | \"episode\":-4 | field 'episode': -4 found, an integer from 0 to 9007199254740992 expected",
        "\"step\":7 | \"stop\":7 | field 'step': absent, a value expected",
        "\"time\":1000 | \"time\":62001 | field 'time': 62001 found, at most 60000 ms after the timestamp of the Kafka record (2000) expected",
        "[0.5,-2] | [0.5] | field 'observation': 1 found, an array of 2 numbers expected",
        "[0.5,-2] | [0.5,-2,1] | field 'observation': more than 2 found, an array of 2 numbers expected",
        "[0.5,-2] | [0.5,NaN] | field 'observation': NaN found, a number within ±3.4e38 expected",
        "[0.5,-2] | [0.5,\"2\"] | field 'observation': a text of 1 characters found, a number within ±3.4e38 expected",
        "[0.5,-2] | {} | field 'observation': an object found, an array of 2 numbers expected",
        "-1.5 | 1e39 | field 'reward': 1e39 found, a number within ±3.4e38 expected",
        "-1.5 | Infinity | field 'reward': Infinity found, a number within ±3.4e38 expected",
        "\"reward\":-1.5, | `` | field 'reward': absent, a value expected",
        "\"action\":2 | \"action\":3 | field 'action': 3 found, an integer from 0 to 2 expected",
        "\"action\":2 | \"action\":null | field 'action': none found, the one that was taken before step 7 expected",
        "0.25 | 0 | field 'probability': 0 found, a number above 0 and at most 1 expected",
        "\"step\":7 | \"step\":0 | field 'step': 0 found, at least 1 where an episode ends expected",
        "true | 1 | field 'truncated': 1 found, true or false expected",
        "12} | 12,\"step\":8} | field 'step': twice found, once expected",
        "12} | 12}{} | record value: more found after the object, one expected",
        "12} | 12 | record value: not valid JSON: Unexpected end-of-input: expected close marker for Object",
      })
  void what_no_agent_can_use_is_named(String found, String other, String reason) {
    assertThat(LATER).contains(found);
    assertThat(reason(LATER.replace(found, other))).startsWith(reason);
  }

  @Test
  void what_is_too_large_is_refused_by_its_size() {
    assertThat(reason("{\"x\":\"" + "y".repeat(20_000) + "\"}"))
        .startsWith("record value: 20008 bytes found, at most 16512 expected");
    assertThat(((Heard.Unfit) read((byte[]) null)).reason()).contains("tombstone");
  }

  /** Law 3: whatever the bytes, an observation or a reason. */
  @Test
  void any_bytes_are_read_or_refused_with_a_reason() {
    int unfit = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] value = LATER.getBytes(UTF_8);
      for (int i = 0; i <= random.nextInt(4); i++) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      Heard heard = read(value);
      if (heard instanceof Heard.Unfit reason) {
        unfit++;
        assertThat(reason.reason()).as("seed %d", seed).isNotBlank().hasSizeLessThan(400);
      } else {
        assertThat(((Observation) heard).values()).as("seed %d", seed).hasSize(2);
      }
    }
    assertThat(unfit).isGreaterThan(5_000);
  }
}
