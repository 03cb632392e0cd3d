package io.thalweg.connectors.updates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The header of a chunk as JSON; {@code format} is for the day when its fields change their
 * meaning.
 */
final class HeaderJson {
  /** With a chunk's value below the broker's default of 1 MiB per record. */
  static final int LONGEST = 256 << 10;

  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HeaderJson() {}

  /** A header, and the chunk that it stands on. */
  record Numbered(UpdateHeader header, int chunk) {}

  static byte[] write(UpdateHeader header, int chunk) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("format", FORMAT)
            .put("model", header.model())
            .put("version", header.version())
            .put("publication", header.publication())
            .put("chunk", chunk)
            .put("chunks", header.chunks())
            .put("bytes", header.bytes())
            .put("sha256", header.sha256())
            .put("fingerprint", header.fingerprint())
            .put("examples", header.examples())
            .put("event_time", header.eventTime());
    header.offsets().forEach(node.putObject("offsets")::put);
    header.provenance().forEach(node.putObject("provenance")::put);
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote; fields that it does not know are skipped.
   *
   * @throws IllegalArgumentException where it is nothing such; says why
   */
  static Numbered read(byte[] json) {
    if (json == null) {
      throw new IllegalArgumentException("header '" + UpdateWriter.HEADER + "' is absent");
    }
    if (json.length > LONGEST) {
      throw new IllegalArgumentException(
          "header of " + json.length + " bytes found, at most " + LONGEST + " expected");
    }
    return readAgain(json);
  }

  /** Reads from a checkpoint, where escapes and quotes may have made a header longer. */
  static Numbered readAgain(byte[] json) {
    JsonNode node = parse(json);
    long format = whole(node, "format");
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "field 'format': " + format + " found, " + FORMAT + " expected");
    }
    UpdateHeader header =
        new UpdateHeader(
            text(node, "model"),
            whole(node, "version"),
            whole(node, "publication"),
            Math.toIntExact(Math.min(whole(node, "chunks"), Integer.MAX_VALUE)),
            whole(node, "bytes"),
            text(node, "sha256"),
            text(node, "fingerprint"),
            whole(node, "examples"),
            whole(node, "event_time"),
            map(node, "offsets", HeaderJson::offset),
            map(node, "provenance", JsonNode::asText));
    long chunk = whole(node, "chunk");
    if (chunk < 0 || chunk >= header.chunks()) {
      throw new IllegalArgumentException(
          "field 'chunk': " + chunk + " found, less than " + header.chunks() + " expected");
    }
    return new Numbered(header, (int) chunk);
  }

  private static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("header '" + UpdateWriter.HEADER + "' is not JSON", e);
    }
  }

  private static String text(JsonNode node, String name) {
    JsonNode field = node.path(name);
    if (!field.isTextual()) {
      throw unfit(name, field, "text");
    }
    return field.textValue();
  }

  private static long whole(JsonNode node, String name) {
    JsonNode field = node.path(name);
    if (!field.isIntegralNumber() || !field.canConvertToLong()) {
      throw unfit(name, field, "an integer");
    }
    return field.longValue();
  }

  private static <T> SortedMap<String, T> map(
      JsonNode node, String name, Function<JsonNode, T> value) {
    JsonNode field = node.path(name);
    if (!field.isObject()) {
      throw unfit(name, field, "an object");
    }
    SortedMap<String, T> map = new TreeMap<>();
    field.properties().forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
    return Collections.unmodifiableSortedMap(map);
  }

  private static Long offset(JsonNode offset) {
    if (!offset.isIntegralNumber() || !offset.canConvertToLong()) {
      throw unfit("offsets", offset, "an integer");
    }
    return offset.longValue();
  }

  private static IllegalArgumentException unfit(String name, JsonNode found, String expected) {
    String shown = found.isMissingNode() ? "absent" : found.getNodeType() + " found";
    return new IllegalArgumentException(
        "field '" + name + "': " + shown + ", " + expected + " expected");
  }
}
