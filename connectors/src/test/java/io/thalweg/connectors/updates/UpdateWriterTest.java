package io.thalweg.connectors.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateWriterTest {
  @Test
  void chunk_is_described_by_its_header() {
    ModelUpdate update = Updates.update(6, 3);
    assertThat(UpdateWriter.chunks(update))
        .singleElement()
        .satisfies(
            chunk -> {
              assertThat(chunk.key()).isEqualTo("electricity/2/0");
              assertThat(chunk.value()).isEqualTo(update.payload());
              assertThat(new String(chunk.header(), StandardCharsets.UTF_8))
                  .isEqualTo(
                      "{\"format\":1,\"model\":\"electricity\",\"version\":60,\"publication\":6,"
                          + "\"chunk\":0,\"chunks\":1,\"bytes\":3,\"sha256\":\""
                          + Sha256.of(update.payload())
                          + "\",\"fingerprint\":\"f00d\",\"examples\":1920,\"event_time\":1006,"
                          + "\"offsets\":{\"events-0\":6,\"events-1\":7},"
                          + "\"provenance\":{\"java\":\"17\",\"seed\":\"7\"}}");
            });
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "524288,1", "524289,2", "1048576,2", "2000000,4"})
  void payload_is_cut_below_the_size_that_brokers_take(int bytes, int chunks) {
    List<Chunk> cut = UpdateWriter.chunks(Updates.update(5, bytes));
    assertThat(cut).hasSize(chunks);
    assertThat(cut).allMatch(chunk -> chunk.value().length <= UpdateWriter.CHUNK_BYTES);
    assertThat(cut.stream().mapToInt(chunk -> chunk.value().length).sum()).isEqualTo(bytes);
    assertThat(cut.get(chunks - 1).key()).isEqualTo("electricity/1/" + (chunks - 1));
  }

  @Test
  void model_that_is_not_fit_for_a_key_is_refused() {
    ModelUpdate update = Updates.of("a/b", "f", Updates.update(0, 1));
    assertThatThrownBy(() -> UpdateWriter.chunks(update))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field 'model': 'a/b' found, 1 to 200 of A-Z a-z 0-9 . - _ expected");
  }

  @Test
  void offsets_that_no_header_holds_are_left_out() {
    ModelUpdate update = Updates.update(0, 1);
    TreeMap<String, Long> offsets = new TreeMap<>();
    for (int partition = 0; partition < 2_000; partition++) {
      offsets.put("t".repeat(200) + "-" + partition, 1L);
    }
    ModelUpdate wide =
        new ModelUpdate(
            Updates.MODEL,
            0,
            0,
            0,
            0,
            offsets,
            Updates.FINGERPRINT,
            update.provenance(),
            update.payload());
    Chunk chunk = UpdateWriter.chunks(wide).get(0);
    var taken =
        new UpdateAssembler(Updates.MODEL, Updates.FINGERPRINT, Updates.MAX_BYTES)
            .add(chunk.key(), chunk.header(), chunk.value())
            .orElseThrow();
    assertThat(taken.offsets()).isEmpty();
    assertThat(taken.provenance()).isEqualTo(update.provenance());
  }

  @Test
  void header_longer_than_records_allow_is_refused() {
    ModelUpdate update = Updates.update(0, 1);
    TreeMap<String, String> provenance = new TreeMap<>(update.provenance());
    provenance.put("log", "x".repeat(300_000));
    ModelUpdate wordy =
        new ModelUpdate("m", 0, 0, 0, 0, update.offsets(), "f", provenance, update.payload());
    assertThatThrownBy(() -> UpdateWriter.chunks(wordy))
        .hasMessageContaining("bytes of header, at most 262144 expected");
  }
}
