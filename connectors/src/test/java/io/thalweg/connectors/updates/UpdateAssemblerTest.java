package io.thalweg.connectors.updates;

import static io.thalweg.connectors.updates.Updates.FINGERPRINT;
import static io.thalweg.connectors.updates.Updates.MAX_BYTES;
import static io.thalweg.connectors.updates.Updates.MODEL;
import static io.thalweg.connectors.updates.Updates.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.Allocated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateAssemblerTest {
  private static final int THREE_CHUNKS = 3 * UpdateWriter.CHUNK_BYTES;

  private final List<String> reasons = new ArrayList<>();
  private final UpdateAssembler assembler =
      new UpdateAssembler(
          MODEL, FINGERPRINT, MAX_BYTES, (refusal, reason) -> reasons.add(refusal + ": " + reason));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, UpdateWriter.CHUNK_BYTES, UpdateWriter.CHUNK_BYTES + 1, 2_000_000})
  void complete_update_comes_out_as_it_went_in(int bytes) {
    ModelUpdate update = update(3, bytes);
    assertThat(addAll(UpdateWriter.chunks(update)))
        .map(Updates::contents)
        .containsExactly(Updates.contents(update));
    assertThat(assembler.newest()).isEqualTo(3);
    assertThat(assembler.refused()).isZero();
  }

  /** Law 3: a record that comes in, and is refused or kept, must not spoil the checkpoint. */
  @ParameterizedTest
  @ValueSource(strings = {"other", MODEL})
  void header_that_is_longer_when_written_again_does_not_spoil_the_state(String model) {
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < 25_000; i++) {
      numbers.append(i == 0 ? "" : ",").append('"').append(i).append("\":1");
    }
    String header =
        ("{\"format\":1,\"model\":\"%s\",\"version\":1,\"publication\":1,\"chunk\":0,\"chunks\":2,"
                + "\"bytes\":2048,\"sha256\":\"%s\",\"fingerprint\":\"%s\",\"examples\":1,"
                + "\"event_time\":1,\"offsets\":{},\"provenance\":{%s}}")
            .formatted(model, "0".repeat(64), FINGERPRINT, numbers);
    assertThat(header.length()).isLessThan(HeaderJson.LONGEST);

    assembler.add(model + "/1/0", header.getBytes(UTF_8), new byte[1024]);
    UpdateAssembler restored = new UpdateAssembler(MODEL, FINGERPRINT, MAX_BYTES);
    restored.restore(assembler.toBytes());
    assertThat(restored.toBytes()).isEqualTo(assembler.toBytes());
  }

  @Test
  void chunks_may_come_twice_and_in_any_order() {
    List<Chunk> chunks = UpdateWriter.chunks(update(3, THREE_CHUNKS));
    List<ModelUpdate> updates =
        addAll(List.of(chunks.get(2), chunks.get(0), chunks.get(2), chunks.get(0), chunks.get(1)));
    assertThat(updates).hasSize(1);
    assertThat(addAll(chunks)).isEmpty();
    assertThat(assembler.refused()).isZero();
  }

  @Test
  void writer_that_begins_again_is_understood() {
    List<Chunk> chunks = UpdateWriter.chunks(update(3, THREE_CHUNKS));
    List<Chunk> written = new ArrayList<>(chunks.subList(0, 2));
    written.addAll(chunks);
    assertThat(addAll(written)).hasSize(1);
    assertThat(assembler.refused()).isZero();
  }

  @Test
  void publications_in_different_slots_may_interleave() {
    List<Chunk> four = UpdateWriter.chunks(update(4, THREE_CHUNKS));
    List<Chunk> five = UpdateWriter.chunks(update(5, THREE_CHUNKS));
    List<Chunk> mixed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mixed.add(four.get(i));
      mixed.add(five.get(i));
    }
    assertThat(addAll(mixed)).extracting(ModelUpdate::publication).containsExactly(4L, 5L);
  }

  @Test
  void older_publications_are_ignored() {
    assertThat(addAll(UpdateWriter.chunks(update(9, 10)))).hasSize(1);
    assertThat(addAll(UpdateWriter.chunks(update(8, 10)))).isEmpty();
    assertThat(addAll(UpdateWriter.chunks(update(5, 10)))).isEmpty();
    assertThat(assembler.refused()).isZero();
  }

  @Test
  void torn_update_is_refused_and_the_one_in_its_place_taken() {
    addAll(UpdateWriter.chunks(update(1, THREE_CHUNKS)).subList(0, 2));
    assertThat(addAll(UpdateWriter.chunks(update(5, THREE_CHUNKS)))).hasSize(1);
    assertThat(reasons)
        .containsExactly(
            "TORN: publication 1 (version 10) of model electricity: 2 of 3 chunks came, then "
                + "publication 5 (version 50) of model electricity took its slot");
  }

  @Test
  void chunk_left_over_from_an_older_publication_does_not_tear_the_newer() {
    List<Chunk> newer = UpdateWriter.chunks(update(5, THREE_CHUNKS));
    List<Chunk> older = UpdateWriter.chunks(update(1, THREE_CHUNKS));
    assertThat(addAll(List.of(newer.get(0), older.get(1), newer.get(1), newer.get(2)))).hasSize(1);
    assertThat(assembler.refused()).isZero();
  }

  @Test
  void publication_that_was_begun_with_another_payload_is_torn() {
    ModelUpdate update = update(5, THREE_CHUNKS);
    byte[] other = update.payload().clone();
    other[0]++;
    ModelUpdate another =
        new ModelUpdate(
            MODEL, 50, 5, 0, 0, update.offsets(), FINGERPRINT, update.provenance(), other);
    addAll(UpdateWriter.chunks(another).subList(0, 2));
    assertThat(addAll(UpdateWriter.chunks(update)))
        .singleElement()
        .satisfies(taken -> assertThat(Arrays.equals(taken.payload(), update.payload())).isTrue());
    assertThat(assembler.refusals()).isEqualTo(Map.of(Refusal.TORN, 1L));
  }

  @ParameterizedTest
  @CsvSource({"flip", "cut", "longer"})
  void corrupt_update_is_refused_and_may_come_again(String harm) {
    List<Chunk> chunks = UpdateWriter.chunks(update(2, THREE_CHUNKS));
    Chunk first = chunks.get(0);
    byte[] value =
        switch (harm) {
          case "cut" -> Arrays.copyOf(first.value(), 10);
          case "longer" -> Arrays.copyOf(first.value(), THREE_CHUNKS + 1);
          default -> first.value().clone();
        };
    value[3] ^= 1;
    List<Chunk> harmed =
        List.of(chunks.get(1), chunks.get(2), new Chunk(first.key(), first.header(), value));
    assertThat(addAll(harmed)).isEmpty();
    assertThat(reasons)
        .containsExactly(
            "CORRUPT: publication 2 (version 20) of model electricity: payload is not what its "
                + "header says (length, SHA-256)");
    assertThat(addAll(chunks)).hasSize(1);
  }

  @Test
  void oversized_update_is_refused_once_and_nothing_of_it_kept() {
    int empty = assembler.toBytes().length;
    assertThat(addAll(UpdateWriter.chunks(update(2, (int) MAX_BYTES + 1)))).isEmpty();
    assertThat(reasons)
        .containsExactly(
            "OVERSIZED: publication 2 (version 20) of model electricity: 4194305 bytes claimed, at "
                + "most 4194304 expected");
    assertThat(assembler.toBytes().length).isLessThan(empty + 1000);
  }

  @Test
  void claim_of_more_than_memory_holds_is_refused() {
    Chunk chunk = UpdateWriter.chunks(update(2, 2000)).get(0);
    String claim =
        text(chunk.header())
            .replace("\"bytes\":2000", "\"bytes\":9000000000000000000")
            .replace("\"chunks\":1", "\"chunks\":2000000000");
    UpdateAssembler generous = new UpdateAssembler(MODEL, null, Long.MAX_VALUE);
    assertThat(generous.add(chunk.key(), claim.getBytes(UTF_8), chunk.value())).isEmpty();
    assertThat(generous.refusals()).isEqualTo(Map.of(Refusal.OVERSIZED, 1L));
  }

  /** Of a publication whose bytes have not come there is nothing but its header. */
  @Test
  void a_claim_takes_no_memory_before_its_bytes_come() {
    UpdateAssembler generous = new UpdateAssembler(MODEL, null, Integer.MAX_VALUE);
    Chunk chunk = UpdateWriter.chunks(update(2, 2000)).get(0);
    byte[] claim =
        text(chunk.header())
            .replace("\"bytes\":2000", "\"bytes\":2000000000")
            .replace("\"chunks\":1", "\"chunks\":1900000")
            .getBytes(UTF_8);
    assertThat(Allocated.bytes(() -> generous.add(chunk.key(), claim, chunk.value())))
        .isLessThan(1 << 20);
    assertThat(Allocated.bytes(generous::toBytes)).isLessThan(1 << 20);
    assertThat(generous.refused()).isZero();
  }

  /** Whatever is written to the topic, it is taken, kept, ignored or counted. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void records_that_are_harmed_at_random_throw_nothing_and_bound_the_state(long seed) {
    Random random = new Random(seed);
    long taken = 0;
    for (int i = 0; i < 3_000; i++) {
      List<Chunk> chunks = chunksOf(update(i / 4, random.nextInt(3_000)));
      Chunk chunk = chunks.get(random.nextInt(chunks.size()));
      byte[] header = harmed(chunk.header(), random);
      String key =
          random.nextInt(4) > 0 ? chunk.key() : text(harmed(chunk.key().getBytes(UTF_8), random));
      Optional<ModelUpdate> update = assembler.add(key, header, harmed(chunk.value(), random));
      taken += update.isPresent() ? 1 : 0;
    }
    assertThat(assembler.refusals())
        .as("seed %d", seed)
        .containsKeys(Refusal.UNREADABLE, Refusal.CORRUPT, Refusal.TORN);
    assertThat(taken).isPositive();
    assertThat(assembler.toBytes().length).isLessThan(4 * 5_000 + 5_000);
  }

  private static byte[] harmed(byte[] bytes, Random random) {
    byte[] harmed = bytes.clone();
    for (int n = random.nextInt(3); n > 0 && harmed.length > 0; n--) {
      harmed[random.nextInt(harmed.length)] = (byte) (' ' + random.nextInt(95));
    }
    return random.nextInt(20) == 0
        ? Arrays.copyOf(harmed, random.nextInt(harmed.length + 1))
        : harmed;
  }

  @Test
  void foreign_updates_are_refused() {
    ModelUpdate update = update(2, THREE_CHUNKS);
    addAll(UpdateWriter.chunks(Updates.of("gas", FINGERPRINT, update)));
    addAll(UpdateWriter.chunks(Updates.of(MODEL, "bad", update)));
    assertThat(reasons)
        .containsExactly(
            "FOREIGN: publication 2 (version 20) of model gas: model electricity expected",
            "FOREIGN: publication 2 (version 20) of model electricity: of a network with "
                + "fingerprint 'bad', f00d expected");
    assertThat(new UpdateAssembler(MODEL, null, MAX_BYTES).newest()).isEqualTo(-1);
  }

  @Test
  void foreign_updates_of_writers_that_take_turns_are_refused_once_each() {
    ModelUpdate update = update(2, THREE_CHUNKS);
    List<Chunk> gas = UpdateWriter.chunks(Updates.of("gas", FINGERPRINT, update));
    List<Chunk> water = UpdateWriter.chunks(Updates.of("water", FINGERPRINT, update));
    for (int i = 0; i < gas.size(); i++) {
      addAll(List.of(gas.get(i), water.get(i)));
    }
    assertThat(assembler.refusals()).isEqualTo(Map.of(Refusal.FOREIGN, 2L));
  }

  @Test
  void reader_without_a_fingerprint_takes_any() {
    UpdateAssembler any = new UpdateAssembler(MODEL, null, MAX_BYTES);
    Chunk chunk = UpdateWriter.chunks(Updates.of(MODEL, "bad", update(2, 5))).get(0);
    assertThat(any.add(chunk.key(), chunk.header(), chunk.value())).isPresent();
  }

  @Test
  void record_that_is_no_chunk_is_refused_and_a_tombstone_ignored() {
    Chunk chunk = UpdateWriter.chunks(update(2, 5)).get(0);
    String header = text(chunk.header());
    assertThat(assembler.add(chunk.key(), chunk.header(), null)).isEmpty();
    assertThat(reasons).isEmpty();
    for (String harmed :
        List.of(
            "{}",
            "[]",
            "",
            "x",
            header.replace("\"format\":1", "\"format\":2"),
            header.replace("\"chunk\":0", "\"chunk\":1"),
            header.replace("\"chunk\":0", "\"chunk\":-1"),
            header.replace("\"chunks\":1", "\"chunks\":0"),
            header.replace("\"chunks\":1", "\"chunks\":2"),
            header.replace("\"bytes\":5", "\"bytes\":-5"),
            header.replace("\"events-1\":7", "\"events-1\":\"7\""),
            header.replace("\"sha256\":\"", "\"sha256\":\"z"))) {
      assertThat(assembler.add(chunk.key(), harmed.getBytes(UTF_8), chunk.value())).isEmpty();
    }
    assertThat(assembler.add("electricity/2/1", chunk.header(), chunk.value())).isEmpty();
    assertThat(assembler.add(null, chunk.header(), chunk.value())).isEmpty();
    assertThat(assembler.add(chunk.key(), null, chunk.value())).isEmpty();
    assertThat(assembler.add(chunk.key(), new byte[300_000], chunk.value())).isEmpty();
    assertThat(assembler.refusals()).isEqualTo(Map.of(Refusal.UNREADABLE, 16L));
    assertThat(reasons)
        .contains(
            "UNREADABLE: record with key 'electricity/2/0': field 'format': 2 found, 1 expected",
            "UNREADABLE: record with key 'electricity/2/1': its header says electricity/2/0",
            "UNREADABLE: record with key 'electricity/2/0': header 'thalweg-update' is absent");
  }

  /** Whatever a crash or compaction leaves: law 1 needs the same answer on every reading. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void state_restored_at_any_point_gives_what_an_unbroken_reading_gives(long seed) {
    Random random = new Random(seed);
    List<Chunk> log = new ArrayList<>();
    for (int publication = 0; publication < 12; publication++) {
      List<Chunk> chunks = chunksOf(update(publication, random.nextInt(6000)));
      if (random.nextInt(3) == 0) {
        log.addAll(chunks.subList(0, random.nextInt(chunks.size())));
      }
      if (random.nextInt(6) > 0) {
        log.addAll(chunks);
      }
    }
    List<Long> unbroken = publications(addAll(log));
    List<Long> broken = new ArrayList<>();
    UpdateAssembler current = new UpdateAssembler(MODEL, FINGERPRINT, MAX_BYTES);
    for (Chunk chunk : log) {
      UpdateAssembler next = new UpdateAssembler(MODEL, FINGERPRINT, MAX_BYTES);
      next.restore(current.toBytes());
      current = next;
      current
          .add(chunk.key(), chunk.header(), chunk.value())
          .ifPresent(update -> broken.add(update.publication()));
    }
    assertThat(broken).isEqualTo(unbroken).isNotEmpty();
    assertThat(current.refused()).isEqualTo(assembler.refused());
  }

  @Test
  void compaction_at_any_point_leaves_a_complete_update_of_the_last_four() {
    List<Chunk> log = new ArrayList<>();
    Random random = new Random(8);
    long complete = -1;
    for (int publication = 0; publication < 24; publication++) {
      for (Chunk chunk : chunksOf(update(publication, random.nextInt(6000)))) {
        log.add(chunk);
        List<Long> read =
            publications(addAll(new UpdateAssembler(MODEL, null, MAX_BYTES), compact(log)));
        if (complete >= 0) {
          assertThat(Collections.max(read)).isGreaterThanOrEqualTo(complete);
        }
      }
      complete = publication;
    }
    List<Long> kept =
        publications(addAll(new UpdateAssembler(MODEL, null, MAX_BYTES), compact(log)));
    assertThat(kept).containsExactly(20L, 21L, 22L, 23L);
  }

  @Test
  void damaged_state_is_refused() {
    byte[] state = assembler.toBytes();
    assertThatThrownBy(() -> assembler.restore(Arrays.copyOf(state, state.length - 1)))
        .hasMessage("state of an update assembler: cut off or damaged");
    state[0] = 9;
    assertThatThrownBy(() -> assembler.restore(state))
        .hasMessage("state of an update assembler: format 9 found, 1 expected");
  }

  /** As Kafka does it: of each key the newest record, in the order of the log. */
  private static List<Chunk> compact(List<Chunk> log) {
    Map<String, Chunk> newest = new LinkedHashMap<>();
    for (Chunk chunk : log) {
      newest.remove(chunk.key());
      newest.put(chunk.key(), chunk);
    }
    return List.copyOf(newest.values());
  }

  private static List<Chunk> chunksOf(ModelUpdate small) {
    return UpdateWriter.chunks(small, 1 << 10);
  }

  private List<ModelUpdate> addAll(List<Chunk> chunks) {
    return addAll(assembler, chunks);
  }

  private static List<ModelUpdate> addAll(UpdateAssembler assembler, List<Chunk> chunks) {
    return chunks.stream()
        .map(chunk -> assembler.add(chunk.key(), chunk.header(), chunk.value()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<Long> publications(List<ModelUpdate> updates) {
    return Stream.of(updates).flatMap(List::stream).map(ModelUpdate::publication).toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
