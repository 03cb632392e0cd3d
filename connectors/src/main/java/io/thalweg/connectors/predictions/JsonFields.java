package io.thalweg.connectors.predictions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads fields that must be there. */
final class JsonFields {
  private JsonFields() {}

  static JsonNode object(ObjectMapper mapper, byte[] value, String what) {
    try {
      JsonNode node = mapper.readTree(value);
      if (node.isObject()) {
        return node;
      }
      throw new IllegalArgumentException(
          "record value: " + node.getNodeType() + " found, " + what + " as a JSON object expected");
    } catch (IOException e) {
      throw new IllegalArgumentException("record value: not " + what + " in JSON", e);
    }
  }

  static JsonNode field(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException("field '" + name + "': absent");
    }
    return field;
  }

  static long whole(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (!field.canConvertToLong() || !field.isIntegralNumber()) {
      throw new IllegalArgumentException(
          "field '" + name + "': " + field + " found, an integer expected");
    }
    return field.longValue();
  }

  /** A number, or NaN for null. */
  static double number(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (field.isNull()) {
      return Double.NaN;
    }
    if (!field.isNumber()) {
      throw new IllegalArgumentException(
          "field '" + name + "': " + field + " found, a number or null expected");
    }
    return field.doubleValue();
  }
}
