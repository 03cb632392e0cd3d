package io.thalweg.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.EventSchema.TimeFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventsTest {
  static final String VALID =
      "{'time':1000,'market':'NSW','price':0.25,'load':{'now':-3e2,'then':[1,{'price':2}]},"
          + "'region':'north','class':'UP','id':'e-1','note':{'time':7}}";

  private final Decoder decoder = Decoders.events(Schemas.json());

  @Test
  void valid_record_becomes_an_event() {
    Event event = event(VALID);
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.key()).isEqualTo("NSW");
    assertThat(event.time()).isEqualTo(1000);
    assertThat(event.numeric()).containsExactly(0.25, -300);
    assertThat(event.categories()).containsExactly("north");
    assertThat(event.label()).isEqualTo(1);
    assertThat(event.origin()).isEqualTo(Schemas.ORIGIN);
    assertThat(event.raw().value()).isEqualTo(bytes(VALID));
  }

  @Test
  void order_of_fields_and_blanks_do_not_matter() {
    Event event =
        event(
            "\uFEFF \n{ 'class' : 'DOWN', 'load':{'now':1} ,'region':'s','price':1,"
                + "'market':'m','time':5 } \r\n");
    assertThat(event.label()).isZero();
    assertThat(event.time()).isEqualTo(5);
  }

  @Test
  void event_without_id_is_named_by_its_place_in_the_log() {
    assertThat(event(VALID.replace("'id':'e-1'", "'id':null")).id()).isEqualTo("events-3-42");
    assertThat(event(VALID.replace("'id':'e-1'", "'Id':'x'")).id()).isEqualTo("events-3-42");
  }

  @Test
  void event_without_label_is_unlabelled() {
    assertThat(event(VALID.replace("'class':'UP'", "'class':null")).label()).isNaN();
    assertThat(event(VALID.replace("'class':'UP',", "")).label()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "7.5, 7.5",
    "-3e2, -300",
    "null, NaN",
  })
  void label_may_be_a_number(String written, double expected) {
    String json = VALID.replace("'UP'", written);
    Decoded decoded = Decoders.events(Schemas.ofNumber()).decode(Schemas.raw(bytes(json)));
    assertThat((Double) ((Event) decoded).label()).isEqualTo((Double) expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'7'", "true", "NaN", "1e39", "[7]"})
  void label_that_is_no_finite_number_is_malformed(String written) {
    String json = VALID.replace("'UP'", written);
    Decoded decoded = Decoders.events(Schemas.ofNumber()).decode(Schemas.raw(bytes(json)));
    assertThat(((Malformed) decoded).reason()).contains("field 'class'");
  }

  @Test
  void ids_and_keys_may_be_integers() {
    Event event = event(VALID.replace("'NSW'", "17").replace("'e-1'", "123456789012345678901"));
    assertThat(event.key()).isEqualTo("17");
    assertThat(event.id()).isEqualTo("123456789012345678901");
  }

  @Test
  void numbers_and_truth_values_as_labels_and_categories_are_taken_by_their_text() {
    assertThat(event(VALID.replace("'UP'", "1")).label()).isEqualTo(2);
    assertThat(event(VALID.replace("'UP'", "true")).label()).isEqualTo(3);
    assertThat(event(VALID.replace("'north'", "1.50")).categories()).containsExactly("1.50");
    assertThat(event(VALID.replace("'north'", "false")).categories()).containsExactly("false");
    assertThat(reason(VALID.replace("'UP'", "1.0")))
        .isEqualTo("field 'class': 1.0 found, one of the classes DOWN, UP, 1, true expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0.25|NaN|field 'price': NaN found, a finite number expected",
        "0.25|-Infinity|field 'price': -Infinity found, a finite number expected",
        "0.25|1e999|field 'price': 1e999 found, a finite number expected",
        "0.25|-1e39|field 'price': -1e39 found, a number within ±3.4e38 expected",
        "0.25|null|field 'price': null found, a finite number expected",
        "0.25|true|field 'price': true found, a finite number expected",
        "0.25|[1]|field 'price': an array found, a finite number expected",
        "0.25|{'a':1}|field 'price': an object found, a finite number expected",
        "0.25|'0.25'|field 'price': the text \"0.25\" found, a finite number without quotes expected",
        "'price'|'Price'|field 'price': absent, a finite number expected",
        "'region'|'price'|field 'price': twice found, once expected",
        "'note'|'load'|field 'load': twice found, once expected",
        "'now'|'New'|field 'load.now': absent, a finite number expected",
        "'now':-3e2|'now':{}|field 'load.now': an object found, a finite number expected",
        "'load'|'load':3,'x'|field 'load': 3 found, an object expected",
        "'load'|'load':null,'x'|field 'load.now': absent, a finite number expected",
        "'NSW'|null|field 'market': null found, text (not empty) or an integer expected",
        "'NSW'|''|field 'market': the text \"\" found, text (not empty) or an integer expected",
        "'NSW'|1.5|field 'market': 1.5 found, text (not empty) or an integer expected",
        "'NSW'|true|field 'market': true found, text (not empty) or an integer expected",
        "'e-1'|[]|field 'id': an array found, text (not empty) or an integer expected",
        "'market'|'Market'|field 'market': absent, text (not empty) or an integer expected",
        "'north'|null|field 'region': null found, text, a number, true or false expected",
        "'north'|NaN|field 'region': NaN found, text, a number, true or false expected",
        "'north'|'\\ud800'|field 'region': the text \"\\ud800\" found, well-formed Unicode (no lone surrogates) expected",
        "'UP'|'SIDEWAYS'|field 'class': the text \"SIDEWAYS\" found, one of the classes DOWN, UP, 1, true expected",
        "'UP'|{}|field 'class': an object found, one of the classes DOWN, UP, 1, true expected",
        "'UP'|'a\\u0007\\n'|field 'class': the text \"a\\u0007\\u000a\" found, one of the classes DOWN, UP, 1, true expected",
      })
  void unfit_field_is_named_with_what_was_found_and_expected(String part, String by, String why) {
    assertThat(reason(VALID.replaceFirst(part, by.replace("\\", "\\\\")))).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "1e3", "'1000'", "253402300800000", "99999999999999999999"})
  void event_time_in_milliseconds_is_an_integer_of_our_calendar(String time) {
    String found = time.startsWith("'") ? "the text \"1000\"" : time;
    assertThat(reason(VALID.replace("1000", time.replace("'1000'", "\"1000\""))))
        .startsWith("field 'time': " + found + " found, an integer: milliseconds since 1970");
  }

  @Test
  void event_time_may_be_seconds() {
    Decoder seconds = Decoders.events(Schemas.json(TimeFormat.SECONDS));
    assertThat(((Event) decode(seconds, VALID.replace("1000", "1.2345"))).time()).isEqualTo(1235);
    assertThat(((Event) decode(seconds, VALID.replace("1000", "2000"))).time()).isEqualTo(2000000);
    assertThat(((Malformed) decode(seconds, VALID.replace("1000", "-1"))).reason())
        .startsWith("field 'time': -1 found, a number: seconds since");
    assertThat(((Malformed) decode(seconds, VALID.replace("1000", "1e300"))).reason())
        .startsWith("field 'time': 1e300 found, a number: seconds since");
  }

  @Test
  void event_time_may_be_iso_8601() {
    Decoder iso = Decoders.events(Schemas.json(TimeFormat.ISO));
    Event event = (Event) decode(iso, VALID.replace("1000", "'1970-01-01T01:00:01.5+01:00'"));
    assertThat(event.time()).isEqualTo(1500);
    assertThat(((Malformed) decode(iso, VALID.replace("1000", "'yesterday'"))).reason())
        .isEqualTo(
            "field 'time': the text \"yesterday\" found, ISO 8601 text with offset from 1970 on, "
                + "such as 2026-11-25T07:00:00.000Z, expected");
    assertThat(decode(iso, VALID)).isInstanceOf(Malformed.class);
  }

  @Test
  void event_time_may_be_only_so_far_ahead_of_its_record() {
    assertThat(event(VALID.replace("1000", "2001000")).time()).isEqualTo(2001000);
    assertThat(reason(VALID.replace("1000", "2001001")))
        .isEqualTo(
            "field 'time': 1970-01-01T00:33:21.001Z found, at most 1000 ms after the timestamp of "
                + "the Kafka record (1970-01-01T00:33:20Z) expected");
    RawRecord timeless =
        new RawRecord(Schemas.ORIGIN, -1, null, bytes(VALID.replace("1000", "2001001")));
    assertThat(decoder.decode(timeless)).isInstanceOf(Event.class);
  }

  @Test
  void sizes_are_bounded() {
    assertThat(reason(VALID.replace("north", "n".repeat(51))))
        .isEqualTo(
            "field 'region': the text \""
                + "n".repeat(40)
                + "… (51 characters)\" found, at most 50 characters expected");
    assertThat(event(VALID.replace("north", "n".repeat(50))).categories()[0]).hasSize(50);
    assertThat(reason(VALID + " ".repeat(4096)))
        .matches("record value: \\d+ bytes found, at most 4096 expected");
    assertThat(reason(VALID.replace("0.25", "1".repeat(400))))
        .isEqualTo(
            "field 'price': "
                + "1".repeat(40)
                + "… (400 characters) found, a finite number expected");
    assertThat(reason(VALID.replace("0.25", "1".repeat(1001))))
        .startsWith("record value: not valid JSON");
    assertThat(reason(VALID.replace("'note':", "'note':" + "[".repeat(100))))
        .startsWith("record value: not valid JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "17", "{", "{'a'", "{'a':1,}", "{a:1}", "}", "{} {}", "x"})
  void what_is_no_json_object_is_malformed(String text) {
    assertThat(reason(text)).startsWith("record value: ");
  }

  @Test
  void nothing_may_follow_the_object() {
    assertThat(reason(VALID + "{}"))
        .isEqualTo(
            "record value: more found after the JSON object, at byte "
                + VALID.length()
                + "; one object per record expected");
    assertThat(reason(VALID + "]")).startsWith("record value: not valid JSON at byte ");
  }

  @Test
  void other_encodings_are_malformed() {
    for (var charset : new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      byte[] value = VALID.replace('\'', '"').getBytes(java.nio.charset.Charset.forName(charset));
      assertThat(((Malformed) decoder.decode(Schemas.raw(value))).reason())
          .contains("a JSON object in UTF-8 expected");
    }
    byte[] latin = bytes(VALID.replace("north", "nörd"));
    byte[] value = new String(latin, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(((Malformed) decoder.decode(Schemas.raw(value))).reason())
        .startsWith("record value: not valid JSON");
  }

  @Test
  void tombstone_is_malformed() {
    RawRecord raw = new RawRecord(Schemas.ORIGIN, 0, bytes("k"), null);
    assertThat(decoder.decode(raw))
        .isEqualTo(new Malformed(raw, "record value: null (a tombstone) found, a record expected"));
  }

  @Test
  void decoder_travels_by_serialisation() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(decoder);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(decode((Decoder) in.readObject(), VALID)).isInstanceOf(Event.class);
    }
  }

  private Event event(String json) {
    Decoded decoded = decode(decoder, json);
    assertThat(decoded).isInstanceOf(Event.class);
    return (Event) decoded;
  }

  private String reason(String json) {
    Decoded decoded = decode(decoder, json);
    assertThat(decoded).isInstanceOf(Malformed.class);
    return ((Malformed) decoded).reason();
  }

  private static Decoded decode(Decoder decoder, String json) {
    return decoder.decode(Schemas.raw(bytes(json)));
  }

  /** Apostrophes stand for quotes. */
  static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
