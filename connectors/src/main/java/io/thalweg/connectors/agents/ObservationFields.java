package io.thalweg.connectors.agents;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The fields of one observation, as they are read. */
final class ObservationFields {
  static final int LONGEST_NAME = 256;

  /** The last millisecond of the year 9999. */
  static final long LATEST = 253_402_300_799_999L;

  /** Steps and episodes: as many as a double counts, since clients may be JavaScript. */
  static final long MOST = 1L << 53;

  private final AgentSpaces spaces;
  private final long timestamp;
  private final Set<String> seen = new HashSet<>();
  String environment;
  long episode;
  long step;
  long time;
  float[] values;
  double reward;
  boolean terminated;
  boolean truncated;
  int action = -1;
  double probability = Double.NaN;
  long policyVersion = -1;

  ObservationFields(AgentSpaces spaces, long timestamp) {
    this.spaces = spaces;
    this.timestamp = timestamp;
  }

  void read(JsonParser parser) throws IOException, UnfitException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "environment" -> environment = name(parser, name);
        case "episode" -> episode = whole(parser, name, MOST);
        case "step" -> step = whole(parser, name, MOST);
        case "time" -> time = whole(parser, name, LATEST);
        case "observation" -> values = numbers(parser, name);
        case "reward" -> reward = number(parser, name);
        case "terminated" -> terminated = flag(parser, name);
        case "truncated" -> truncated = flag(parser, name);
        case "action" -> action = isNull(parser) ? -1 : action(parser, name);
        case "probability" -> probability = isNull(parser) ? Double.NaN : probability(parser, name);
        case "policy_version" ->
            policyVersion = isNull(parser) ? -1 : whole(parser, name, Long.MAX_VALUE);
        default -> {
          parser.skipChildren();
          continue;
        }
      }
      if (!seen.add(name)) {
        throw UnfitException.field(name, "twice", "once");
      }
    }
  }

  void check() throws UnfitException {
    for (String name : new String[] {"environment", "episode", "step", "time", "observation"}) {
      require(name);
    }
    if (step > 0) {
      require("reward");
      if (action < 0) {
        throw UnfitException.field(
            "action", "none", "the one that was taken before step %d".formatted(step));
      }
    } else if (terminated || truncated) {
      throw UnfitException.field("step", 0, "at least 1 where an episode ends");
    }
    // Kafka gives −1 where a record has no timestamp: nothing to compare with.
    if (timestamp >= 0 && time - timestamp > spaces.maxAhead()) {
      throw UnfitException.field(
          "time",
          time,
          "at most %d ms after the timestamp of the Kafka record (%d)"
              .formatted(spaces.maxAhead(), timestamp));
    }
  }

  private void require(String name) throws UnfitException {
    if (!seen.contains(name)) {
      throw UnfitException.absent(name);
    }
  }

  private static boolean isNull(JsonParser parser) {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  private static String name(JsonParser parser, String field) throws IOException, UnfitException {
    boolean named =
        parser.currentToken() == JsonToken.VALUE_STRING
            || parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    int length = named ? parser.getTextLength() : 0;
    if (length < 1 || length > LONGEST_NAME) {
      throw UnfitException.field(
          field, shown(parser), "text of 1 to %d characters".formatted(LONGEST_NAME));
    }
    return parser.getText();
  }

  private static long whole(JsonParser parser, String field, long most)
      throws IOException, UnfitException {
    boolean fits =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != NumberType.BIG_INTEGER;
    long whole = fits ? parser.getLongValue() : -1;
    if (whole < 0 || whole > most) {
      throw UnfitException.field(field, shown(parser), "an integer from 0 to %d".formatted(most));
    }
    return whole;
  }

  private int action(JsonParser parser, String field) throws IOException, UnfitException {
    return (int) whole(parser, field, spaces.actions() - 1L);
  }

  private static boolean flag(JsonParser parser, String field) throws IOException, UnfitException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw UnfitException.field(field, shown(parser), "true or false");
    };
  }

  /** Within a 32-bit float's range, since networks compute in those. */
  private static double number(JsonParser parser, String field) throws IOException, UnfitException {
    double number = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
    if (!(Math.abs(number) <= Float.MAX_VALUE)) {
      throw UnfitException.field(field, shown(parser), "a number within ±3.4e38");
    }
    return number;
  }

  private static double probability(JsonParser parser, String field)
      throws IOException, UnfitException {
    double probability = number(parser, field);
    if (!(probability > 0 && probability <= 1)) {
      throw UnfitException.field(field, shown(parser), "a number above 0 and at most 1");
    }
    return probability;
  }

  private float[] numbers(JsonParser parser, String field) throws IOException, UnfitException {
    String expected = "an array of %d numbers".formatted(spaces.numbers());
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw UnfitException.field(field, shown(parser), expected);
    }
    float[] numbers = new float[spaces.numbers()];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == numbers.length) {
        throw UnfitException.field(field, "more than %d".formatted(count), expected);
      }
      numbers[count] = (float) number(parser, field);
      count++;
    }
    if (count < numbers.length) {
      throw UnfitException.field(field, count, expected);
    }
    return numbers;
  }

  private static String shown(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text of %d characters".formatted(parser.getTextLength());
      default -> {
        String text = parser.getText();
        yield text.substring(0, Math.min(40, text.length()));
      }
    };
  }
}
