package io.thalweg.connectors.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.thalweg.connectors.events.Layout.Node;
import java.io.IOException;

/** One JSON object (RFC 8259, UTF-8), read in one pass; fields that nobody wants are skipped. */
final class JsonNotation implements Notation {
  private static final int NESTING = 64;
  private static final int NUMBER_LENGTH = 1000;
  private static final int NAME_LENGTH = 1024;

  private final Layout layout;
  private final JsonFactory factory;

  JsonNotation(Layout layout, int recordBytes) {
    this.layout = layout;
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING)
                    .maxNumberLength(NUMBER_LENGTH)
                    .maxNameLength(NAME_LENGTH)
                    .maxStringLength(recordBytes)
                    .build())
            // Names come from outside: nothing for the JVM's table of strings.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Whether a record is valid must not depend on the names in those before it.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // So that NaN is refused with the name of its field.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
  }

  @Override
  public void read(byte[] value, Draft draft) throws IOException, Unfit {
    int start = start(value);
    try (JsonParser parser = factory.createParser(value, start, value.length - start)) {
      parser.nextToken();
      object(parser, new JsonCell(parser), layout.root(), draft);
      if (parser.nextToken() != null) {
        throw new Unfit(
            "record value: more found after the JSON object, at byte "
                + parser.currentTokenLocation().getByteOffset()
                + "; one object per record expected");
      }
    } catch (JsonProcessingException e) {
      throw new Unfit(
          "record value: not valid JSON at byte "
              + (e.getLocation() == null ? "?" : e.getLocation().getByteOffset())
              + ": "
              + Shown.message(e.getOriginalMessage()));
    }
  }

  /**
   * Where JSON begins, after a byte order mark. Looks for the brace itself, because Jackson would
   * otherwise guess at UTF-16 and UTF-32.
   */
  private static int start(byte[] value) throws Unfit {
    boolean mark =
        value.length > 2
            && value[0] == (byte) 0xEF
            && value[1] == (byte) 0xBB
            && value[2] == (byte) 0xBF;
    int start = mark ? 3 : 0;
    int at = start;
    while (at < value.length && isBlank(value[at])) {
      at++;
    }
    if (at == value.length) {
      throw new Unfit("record value: empty, a JSON object expected");
    }
    if (value[at] != '{' || (at + 1 < value.length && value[at + 1] == 0)) {
      throw new Unfit(
          String.format(
              "record value: byte 0x%02x found at %d, a JSON object in UTF-8 expected",
              value[at] == '{' ? 0 : value[at] & 0xFF, value[at] == '{' ? at + 1 : at));
    }
    return start;
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\n' || value == '\r' || value == '\t';
  }

  private static void object(JsonParser parser, JsonCell cell, Node node, Draft draft)
      throws IOException, Unfit {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      Node child = node.children.get(name);
      if (child == null) {
        parser.skipChildren();
        continue;
      }
      child.meet(draft);
      if (child.isLeaf()) {
        child.read(cell, draft);
      } else if (token == JsonToken.START_OBJECT) {
        object(parser, cell, child, draft);
      } else if (token != JsonToken.VALUE_NULL) {
        throw Unfit.field(child.path, cell.shown(), "an object");
      }
    }
  }
}
