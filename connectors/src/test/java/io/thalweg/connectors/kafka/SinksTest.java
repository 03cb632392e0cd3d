package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SinksTest {
  private static Properties properties(String requestBytes, String bufferBytes) {
    return Sinks.properties(
        new KafkaSettings(Map.of("max.request.size", requestBytes, "buffer.memory", bufferBytes)),
        "client");
  }

  @Test
  void settings_of_the_user_leave_room_for_the_longest_record_that_may_be_rejected() {
    String enough = String.valueOf(RejectedRecords.MAX_REQUEST_BYTES);
    for (String small : new String[] {"1048576", "${env:REQUEST_BYTES}"}) {
      assertThat(properties(small, small))
          .containsEntry("max.request.size", enough)
          .containsEntry("buffer.memory", enough);
    }
    assertThat(properties("16777216", "67108864"))
        .containsEntry("max.request.size", "16777216")
        .containsEntry("buffer.memory", "67108864");
  }

  @Test
  void what_is_no_number_is_left_for_the_client_to_refuse() {
    assertThat(properties("1 MiB", "-1"))
        .containsEntry("max.request.size", "1 MiB")
        .containsEntry("buffer.memory", "-1");
  }

  @Test
  void without_settings_of_the_user_the_buffer_is_the_clients_default() {
    assertThat(Sinks.properties(new KafkaSettings(Map.of()), "client"))
        .containsEntry("max.request.size", String.valueOf(RejectedRecords.MAX_REQUEST_BYTES))
        .doesNotContainKey("buffer.memory");
  }
}
