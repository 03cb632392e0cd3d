package io.thalweg.connectors.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvEventsTest {
  private static final String VALID = "1000,NSW,?,0.25,-3e2,north,UP,e-1";

  private final Decoder decoder = Decoders.events(Schemas.csv());

  @ParameterizedTest
  @ValueSource(
      strings = {
        VALID,
        VALID + "\n",
        VALID + "\r\n",
        " 1000 ,\tNSW,, 0.25,-300.0 ,north ,UP,e-1",
        "\"1000\",\"NSW\",\"a,\nb\"\"\",\"0.25\",-3E+2,\"north\" ,\"UP\",\"e-1\""
      })
  void valid_line_becomes_an_event(String line) {
    Event event = (Event) decoder.decode(Schemas.raw(line));
    assertThat(event.id()).isEqualTo("e-1");
    assertThat(event.key()).isEqualTo("NSW");
    assertThat(event.time()).isEqualTo(1000);
    assertThat(event.numeric()).containsExactly(0.25, -300);
    assertThat(event.categories()).containsExactly("north");
    assertThat(event.label()).isEqualTo(1);
  }

  @Test
  void empty_cells_are_absent() {
    Event event = (Event) decoder.decode(Schemas.raw("1000,NSW,,1,2,\"\",,"));
    assertThat(event.id()).isEqualTo("events-3-42");
    assertThat(event.label()).isNaN();
    assertThat(event.categories()).containsExactly("");
  }

  @Test
  void quotes_keep_what_is_in_them() {
    Event event = (Event) decoder.decode(Schemas.raw("1,\" a,\"\"b\"\"\n\",,1,2,ö,UP,e"));
    assertThat(event.key()).isEqualTo(" a,\"b\"\n");
    assertThat(event.categories()).containsExactly("ö");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0.25|NaN|field 'price': NaN found, a finite number expected",
        "0.25|0x10|field 'price': 0x10 found, a finite number expected",
        "0.25|1d|field 'price': 1d found, a finite number expected",
        "0.25|1e999|field 'price': 1e999 found, a finite number expected",
        "0.25|-1e39|field 'price': -1e39 found, a number within ±3.4e38 expected",
        "0.25|--1|field 'price': --1 found, a finite number expected",
        "0.25||field 'price': absent, a finite number expected",
        "1000|-1|field 'time': -1 found, an integer: milliseconds since 1970-01-01T00:00Z, up to the year 9999 expected",
        "NSW||field 'market': absent, text (not empty) or an integer expected",
        "UP|\"up\"|field 'class': the text \"up\" found, one of the classes DOWN, UP expected",
        "UP,|UP,x,|record value: 9 columns found, 8 expected",
        "NSW,|NSW|record value: 7 columns found, 8 expected",
        "NSW|N\"SW|record value: column 2 has a quote inside a cell that does not begin with one",
        "NSW|\"NSW|record value: column 2 has a quote that is not closed",
        "NSW|\"NSW\"x|record value: column 2 has more after the closing quote",
        "e-1|e-1\\n2|record value: more than one line found, one expected",
      })
  void unfit_cell_is_named_with_what_was_found_and_expected(String part, String by, String why) {
    String line = VALID.replace(part, by == null ? "" : by.replace("\\n", "\n"));
    assertThat(((Malformed) decoder.decode(Schemas.raw(line))).reason()).isEqualTo(why);
  }

  @Test
  void line_that_is_not_utf_8_is_malformed() {
    byte[] value = VALID.replace("north", "nörd").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(((Malformed) decoder.decode(Schemas.raw(value))).reason())
        .isEqualTo("record value: not UTF-8 at byte 22");
  }

  @Test
  void schema_that_contradicts_itself_is_refused() {
    EventSchema csv = Schemas.csv();
    assertThatThrownBy(() -> Decoders.events(schema(csv.columns(), "pricee", List.of("A"))))
        .hasMessageStartingWith("field 'pricee': not among the columns [time, market,");
    assertThatThrownBy(() -> Decoders.events(schema(List.of("a", "a"), "a", List.of("A"))))
        .hasMessage("columns: a name comes twice in [a, a]");
    assertThatThrownBy(() -> Decoders.events(schema(csv.columns(), "price", List.of("A", "A"))))
        .hasMessage("classes: [A, A] found, all different expected");
    assertThatThrownBy(() -> Decoders.events(json("load", "load.now")))
        .hasMessage("field 'load': wanted as a value and as an object that holds others");
    assertThatThrownBy(() -> Decoders.events(json("load..now", "x")))
        .hasMessageEndingWith("a name is empty");
  }

  private static EventSchema schema(List<String> columns, String price, List<String> classes) {
    return new EventSchema(
        Format.CSV,
        columns,
        null,
        "time",
        TimeFormat.MILLIS,
        null,
        List.of(price),
        List.of(),
        null,
        "class",
        classes,
        Schemas.LIMITS,
        0);
  }

  private static EventSchema json(String one, String other) {
    return new EventSchema(
        Format.JSON,
        List.of(),
        null,
        "time",
        TimeFormat.MILLIS,
        null,
        List.of(one, other),
        List.of(),
        null,
        null,
        List.of(),
        Schemas.LIMITS,
        0);
  }
}
