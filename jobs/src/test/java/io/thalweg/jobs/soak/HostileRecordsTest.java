package io.thalweg.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileRecordsTest {
  private static final EventSchema SCHEMA = SoakJob.of("soak", "127.0.0.1:9092").input().schema();

  /** It checks each itself: what the decoder would take makes it fail. */
  @Test
  void none_of_many_is_valid() {
    HostileRecords records = new HostileRecords(SCHEMA, List.of(), 1);
    Set<Integer> different = new HashSet<>();
    int tombstones = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] record = records.next();
      different.add(Arrays.hashCode(record));
      tombstones += record == null ? 1 : 0;
    }
    assertThat(different).hasSizeGreaterThan(15_000);
    assertThat(tombstones).isPositive();
  }

  @Test
  void what_the_fuzzer_found_is_answered_and_mixed_in() {
    List<byte[]> fuzzed = Fuzzed.records();
    assertThat(fuzzed).hasSizeGreaterThan(100);
    Decoder decoder = Decoders.events(SCHEMA);
    Set<Class<?>> answers = new HashSet<>();
    for (byte[] record : fuzzed) {
      answers.add(decoder.decode(new RawRecord(new Origin("t", 0, 0), 0, null, record)).getClass());
    }
    assertThat(answers).containsExactlyInAnyOrder(Event.class, Malformed.class);
    HostileRecords records = new HostileRecords(SCHEMA, fuzzed, 1);
    Set<String> known = fuzzed.stream().map(Arrays::toString).collect(Collectors.toSet());
    long mixedIn =
        Stream.generate(records::next)
            .limit(2_000)
            .filter(record -> known.contains(Arrays.toString(record)))
            .count();
    assertThat(mixedIn).isGreaterThan(20);
  }

  @Test
  void same_seed_gives_the_same_records() {
    HostileRecords one = new HostileRecords(SCHEMA, List.of(), 5);
    HostileRecords other = new HostileRecords(SCHEMA, List.of(), 5);
    for (int i = 0; i < 1_000; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }

  @Test
  void valid_records_of_a_corpus_are_made_hostile_first() {
    byte[] valid = new LabelledEvents(1).next();
    byte[] hostile = "{\"found\":".getBytes(StandardCharsets.UTF_8);
    HostileRecords records = new HostileRecords(SCHEMA, List.of(valid, hostile), 1);
    boolean found = false;
    for (int i = 0; i < 1_000; i++) {
      byte[] record = records.next();
      assertThat(record).isNotEqualTo(valid);
      found |= Arrays.equals(record, hostile);
    }
    assertThat(found).isTrue();
  }
}
