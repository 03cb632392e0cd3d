package io.thalweg.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  private final Decoder decoder = Decoders.labels(Schemas.labels());

  @Test
  void valid_record_becomes_a_label() {
    RawRecord raw = Schemas.raw("{\"event\":17,\"at\":5,\"class\":\"UP\",\"by\":\"hand\"}");
    assertThat(decoder.decode(raw)).isEqualTo(new LabelEvent("17", 5, 1, Schemas.ORIGIN, raw));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'at':5,'class':'UP'}|field 'event': absent, text (not empty) or an integer expected",
        "{'event':null,'at':5,'class':'UP'}|field 'event': null found, text (not empty) or an integer expected",
        "{'event':1,'at':5}|field 'class': absent, one of the classes DOWN, UP expected",
        "{'event':1,'at':5,'class':null}|field 'class': null found, one of the classes DOWN, UP expected",
        "{'event':1,'class':'UP'}|field 'at': absent, an integer: milliseconds since 1970-01-01T00:00Z, up to the year 9999 expected",
      },
      quoteCharacter = '`')
  void label_without_event_class_or_time_is_malformed(String json, String reason) {
    RawRecord raw = Schemas.raw(JsonEventsTest.bytes(json));
    assertThat(decoder.decode(raw)).isEqualTo(new Malformed(raw, reason));
  }
}
