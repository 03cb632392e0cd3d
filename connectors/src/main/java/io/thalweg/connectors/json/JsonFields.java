package io.thalweg.connectors.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads fields that must be there. */
public final class JsonFields {
  private JsonFields() {}

  public static JsonNode object(ObjectMapper mapper, byte[] value, String what) {
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

  public static JsonNode field(JsonNode node, String name) {
    JsonNode field = node.get(name);
    if (field == null) {
      throw new IllegalArgumentException("field '" + name + "': absent");
    }
    return field;
  }

  public static long whole(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (!field.canConvertToLong() || !field.isIntegralNumber()) {
      throw new IllegalArgumentException(
          "field '" + name + "': " + field + " found, an integer expected");
    }
    return field.longValue();
  }

  /** A number, or NaN for null. */
  public static double number(JsonNode node, String name) {
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

  /** An array of numbers; NaN for null. */
  public static float[] numbers(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (!field.isArray()) {
      throw new IllegalArgumentException(
          "field '" + name + "': " + field.getNodeType() + " found, an array of numbers expected");
    }
    float[] numbers = new float[field.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode element = field.get(i);
      if (!element.isNumber() && !element.isNull()) {
        throw new IllegalArgumentException(
            "field '"
                + name
                + "["
                + i
                + "]': "
                + element.getNodeType()
                + " found, a number expected");
      }
      numbers[i] = element.isNull() ? Float.NaN : element.floatValue();
    }
    return numbers;
  }

  /** True or false. */
  public static boolean flag(JsonNode node, String name) {
    JsonNode field = field(node, name);
    if (!field.isBoolean()) {
      throw new IllegalArgumentException(
          "field '" + name + "': " + field + " found, true or false expected");
    }
    return field.booleanValue();
  }
}
