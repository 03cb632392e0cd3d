package io.thalweg.jobs.soak;

import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Records that no job may learn from: most of them wrong by the way they are made, the others
 * mutations of valid events which are taken when the job's own decoder, asked here, refuses them.
 * Of those that are made wrong none passes the decoder, or this fails.
 */
final class HostileRecords {
  private static final Origin SOMEWHERE = new Origin("soak", 0, 0);

  /** Late in this century: whose event time is too far ahead then is so now. */
  private static final long TIMESTAMP = 4_000_000_000_000L;

  /** So seldom are records very long: a million of them are half a gigabyte. */
  private static final int LONG_ONES = 2_000;

  private static final int LONGEST = 900_000;
  private static final int DEEPEST = 3_000;

  private static final List<String> FIELDS = List.of("x", "y", "t", "key", "label");

  private static final List<String> NO_NUMBERS =
      List.of(
          "NaN",
          "Infinity",
          "-Infinity",
          "1e999",
          "-1e400",
          "\"NaN\"",
          "\"1\"",
          "true",
          "null",
          "[1]",
          "{\"x\":1}",
          "0x10",
          "1e",
          "--1",
          "01",
          ".",
          "+1",
          "1_000",
          "\"\\u0000\"",
          "");

  private static final List<String> NO_TIMES =
      List.of(
          "1.5",
          "1e300",
          "99999999999999999999999",
          "-99999999999999999999",
          "\"now\"",
          "null",
          "9223372036854775807",
          "NaN",
          "[]");

  private static final List<String> NO_KEYS =
      List.of("null", "[]", "{}", "\"\"", "1.5", "true", "NaN", "\"\\ud800\"", "\"\t\"", "k1");

  private static final List<String> NO_LABELS =
      List.of("\"Above\"", "\"\"", "[]", "{}", "\"above \"", "3", "true", "above", "\"ab\\u0000\"");

  private static final List<String> NO_OBJECTS =
      List.of(
          "",
          " ",
          "\n",
          "null",
          "true",
          "1",
          "\"text\"",
          "[]",
          "[{}]",
          "{}",
          "{",
          "}",
          "{{}}",
          "{\"x\"}",
          "{\"x\":}",
          "{,}",
          "{}{}",
          "<event/>",
          "x,y,t",
          "\u0000",
          "\uFEFF",
          "{\"__proto__\":{\"x\":1}}",
          "{\"x\":1,\"x\":2}",
          "{'x':1}",
          "{x:1}",
          "{/**/}");

  private final SplittableRandom random;
  private final Decoder decoder;
  private final LabelledEvents models;
  private final List<byte[]> corpus;
  private final List<UnaryOperator<byte[]>> kinds =
      List.of(
          this::cutShort,
          this::randomBytes,
          this::brokenText,
          this::deep,
          event -> replaced(event, "x", one(NO_NUMBERS)),
          event -> replaced(event, "y", digits()),
          event -> replaced(event, "t", one(NO_TIMES)),
          event -> replaced(event, "key", one(NO_KEYS)),
          event -> replaced(event, "label", one(NO_LABELS)),
          this::withoutField,
          this::fieldTwice,
          event -> one(NO_OBJECTS).getBytes(StandardCharsets.UTF_8),
          this::longKey,
          this::more,
          this::mutated,
          this::mutated,
          this::ofCorpus);

  /**
   * @param schema of the job's input
   * @param corpus what a fuzzer found to be of interest; some of it may be valid
   */
  HostileRecords(EventSchema schema, List<byte[]> corpus, long seed) {
    this.random = new SplittableRandom(seed);
    this.decoder = Decoders.events(schema);
    this.models = new LabelledEvents(seed + 1);
    this.corpus = List.copyOf(corpus);
  }

  /** A record's value; null: a tombstone. */
  byte[] next() {
    if (random.nextInt(200) == 0) {
      return null;
    }
    if (random.nextInt(LONG_ONES) == 0) {
      return veryLong();
    }
    int kind = random.nextInt(kinds.size());
    byte[] record = kinds.get(kind).apply(models.next());
    if (!malformed(record)) {
      throw new IllegalStateException(
          "hostile record of kind %d was taken for valid: %s"
              .formatted(kind, new String(record, StandardCharsets.UTF_8)));
    }
    return record;
  }

  private boolean malformed(byte[] value) {
    return decoder.decode(new RawRecord(SOMEWHERE, TIMESTAMP, null, value)) instanceof Malformed;
  }

  /** No proper beginning of a JSON object is one. */
  private byte[] cutShort(byte[] event) {
    return Arrays.copyOf(event, random.nextInt(event.length));
  }

  private byte[] randomBytes(byte[] event) {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    bytes[0] = (byte) (bytes[0] | 0x80); // no brace and no blank
    return bytes;
  }

  /** A byte that UTF-8 never has, within the key. */
  private byte[] brokenText(byte[] event) {
    byte[] broken = event.clone();
    broken[text(event).indexOf("\"k") + 1] = (byte) (0xF8 + random.nextInt(8));
    return broken;
  }

  /** In a field that nobody reads. */
  private byte[] deep(byte[] event) {
    int depth = 65 + random.nextInt(DEEPEST);
    boolean objects = random.nextBoolean();
    String nested =
        (objects ? "{\"a\":" : "[").repeat(depth) + "1" + (objects ? "}" : "]").repeat(depth);
    return bytes("{\"z\":" + nested + "," + text(event).substring(1));
  }

  /** More than a number may have. */
  private String digits() {
    String digits = "9".repeat(1001 + random.nextInt(5_000));
    return random.nextBoolean() ? digits : "0." + digits;
  }

  private byte[] withoutField(byte[] event) {
    String field = FIELDS.get(random.nextInt(FIELDS.size() - 1)); // an event may lack its label
    return bytes(text(event).replace("\"" + field + "\":", "\"no" + field + "\":"));
  }

  private byte[] fieldTwice(byte[] event) {
    String field = one(FIELDS);
    String text = text(event);
    int begin = text.indexOf("\"" + field + "\":");
    String same = text.substring(begin, end(text, begin));
    return bytes("{" + same + "," + text.substring(1));
  }

  private byte[] longKey(byte[] event) {
    return replaced(event, "key", "\"" + "k".repeat(1025 + random.nextInt(20_000)) + "\"");
  }

  /** Behind the object that a record is. */
  private byte[] more(byte[] event) {
    return bytes(text(event) + one(List.of("{}", "x", ",", "]", "\u0000", text(event), "\"")));
  }

  private byte[] veryLong() {
    byte[] record = new byte[LONGEST / 2 + random.nextInt(LONGEST / 2)];
    Arrays.fill(record, (byte) (random.nextBoolean() ? '[' : '9'));
    return record;
  }

  private byte[] ofCorpus(byte[] event) {
    if (corpus.isEmpty()) {
      return mutated(event);
    }
    byte[] found = corpus.get(random.nextInt(corpus.size()));
    return malformed(found) ? found : mutated(found.length == 0 ? event : found);
  }

  /** Changed at random until it is not valid any more. */
  private byte[] mutated(byte[] event) {
    byte[] mutated = event;
    do {
      mutated = mutatedOnce(mutated.length == 0 ? event : mutated);
    } while (!malformed(mutated));
    return mutated;
  }

  private byte[] mutatedOnce(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int to = at + random.nextInt(bytes.length - at + 1);
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        flipped[at] = (byte) (flipped[at] ^ (1 << random.nextInt(8)));
        return flipped;
      }
      case 1 -> {
        byte[] other = bytes.clone();
        other[at] = (byte) random.nextInt(256);
        return other;
      }
      case 2 -> {
        return joined(bytes, at, bytes, to); // a piece is left out
      }
      default -> {
        return bytes.length > 10_000 ? joined(bytes, at, bytes, to) : joined(bytes, to, bytes, at);
      }
    }
  }

  private static byte[] joined(byte[] first, int end, byte[] second, int begin) {
    byte[] joined = Arrays.copyOf(first, end + second.length - begin);
    System.arraycopy(second, begin, joined, end, second.length - begin);
    return joined;
  }

  private static byte[] replaced(byte[] event, String field, String value) {
    String text = text(event);
    int begin = text.indexOf("\"" + field + "\":");
    String name = "\"" + field + "\":";
    return bytes(text.substring(0, begin) + name + value + text.substring(end(text, begin)));
  }

  /** Where the value of a field of a valid event ends. */
  private static int end(String text, int begin) {
    int comma = text.indexOf(',', begin);
    return comma < 0 ? text.length() - 1 : comma;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String text(byte[] event) {
    return new String(event, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
