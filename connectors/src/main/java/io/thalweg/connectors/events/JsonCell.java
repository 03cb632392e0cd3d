package io.thalweg.connectors.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.CharBuffer;

/** The value that a parser stands on. */
final class JsonCell implements Cell {
  private static final int DIGITS_OF_LONG = 19;

  private final JsonParser parser;

  JsonCell(JsonParser parser) {
    this.parser = parser;
  }

  @Override
  public Kind kind() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> Kind.TEXT;
      case VALUE_NUMBER_INT -> Kind.INTEGER;
      case VALUE_NUMBER_FLOAT -> parser.isNaN() ? Kind.NOT_FINITE : Kind.DECIMAL;
      case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
      case START_OBJECT -> Kind.OBJECT;
      case START_ARRAY -> Kind.ARRAY;
      default -> Kind.NULL;
    };
  }

  @Override
  public double number() throws IOException {
    return parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
  }

  @Override
  public long natural() throws IOException {
    boolean fits =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getTextLength() <= DIGITS_OF_LONG
            && parser.getNumberType() != NumberType.BIG_INTEGER;
    return fits ? Math.max(-1, parser.getLongValue()) : -1;
  }

  @Override
  public int length() throws IOException {
    return parser.getTextLength();
  }

  @Override
  public String text() throws IOException {
    return parser.getText();
  }

  @Override
  public String shown() throws IOException {
    return switch (kind()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case TEXT -> Shown.quoted(characters());
      default -> Shown.plain(characters());
    };
  }

  private CharSequence characters() throws IOException {
    return CharBuffer.wrap(
        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
  }
}
