package io.thalweg.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.EventSchema.Format;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageEventsTest {
  private static final String PIXELS =
      Base64.getEncoder().encodeToString(new byte[] {0, (byte) 255, 51, (byte) 204});

  private static Decoded decode(Format format, String pixels) {
    String record =
        format == Format.CSV
            ? "1000," + pixels + ",1"
            : "{\"time\":1000,\"pixels\":%s,\"class\":1}".formatted(pixels);
    byte[] value = record.getBytes(StandardCharsets.UTF_8);
    return Decoders.events(Schemas.images(format))
        .decode(new RawRecord(new Origin("t", 0, 7), 1000, null, value));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void pixels_become_numbers_from_0_to_1(Format format) {
    String written = format == Format.CSV ? PIXELS : '"' + PIXELS + '"';
    Event event = (Event) decode(format, written);
    assertThat(event.numeric()).containsExactly(0, 1, 0.2, 0.8);
    assertThat(event.label()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"AAECAw=\"|field 'pixels': 7 characters found, Base64 of 4 bytes (height × width × channels) expected",
        "\"AAECAwQ=\"|field 'pixels': 5 bytes found, Base64 of 4 bytes (height × width × channels) expected",
        "\"AAE*Aw==\"|field 'pixels': the text \"AAE*Aw==\" found, Base64 of 4 bytes (height × width × channels) expected",
        "[0,1,2,3]|field 'pixels': an array found, Base64 of 4 bytes (height × width × channels) expected",
        "12345678|field 'pixels': 12345678 found, Base64 of 4 bytes (height × width × channels) expected",
        "null|field 'pixels': null found, Base64 of 4 bytes (height × width × channels) expected",
      })
  void what_is_no_image_of_that_size_is_malformed(String pixels, String reason) {
    Malformed malformed = (Malformed) decode(Format.JSON, pixels);
    assertThat(malformed.reason()).isEqualTo(reason);
  }
}
