package io.thalweg.connectors.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes one JSON object after the other through the same buffers. Numbers are written as the
 * shortest text that reads back as the same number (Raffaele Giulietti's Schubfach, in every JDK),
 * NaN and infinities as null. Not thread-safe.
 */
public final class JsonLine {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          // Plain UTF-8 also beyond the basic plane, instead of two escapes.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .rootValueSeparator("")
          .build();

  /** Writes the fields of an object. */
  public interface Fields {
    void write(JsonGenerator out) throws IOException;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final JsonGenerator out;

  public JsonLine() {
    try {
      out = FACTORY.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] object(Fields fields) {
    try {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] line = bytes.toByteArray();
    bytes.reset();
    return line;
  }

  public static void number(JsonGenerator out, float number) throws IOException {
    if (Float.isFinite(number)) {
      out.writeNumber(number);
    } else {
      out.writeNull();
    }
  }

  public static void number(JsonGenerator out, double number) throws IOException {
    if (Double.isFinite(number)) {
      out.writeNumber(number);
    } else {
      out.writeNull();
    }
  }

  /** An array. */
  public static void numbers(JsonGenerator out, float[] numbers) throws IOException {
    out.writeStartArray();
    for (float number : numbers) {
      number(out, number);
    }
    out.writeEndArray();
  }
}
