package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Job files that mean harm: refused with a few short messages, at little cost. */
class HostileFileTest {
  private static final String GOOD =
      """
      name: a
      input: {topic: t, event-time: at}
      features: {numeric: [x]}
      label: {field: y, classes: [no, yes]}
      """;

  private static final AtomicInteger TOUCHED = new AtomicInteger();

  /** What a tag might make. */
  public static final class Canary {
    public Canary() {
      TOUCHED.incrementAndGet();
    }

    public void setName(String name) {
      TOUCHED.incrementAndGet();
    }
  }

  static Stream<Arguments> files() {
    String canary = Canary.class.getName();
    return Stream.of(
        Arguments.of(
            "an object instead of the file",
            "!!" + canary + " {name: a}",
            "Global tag is not allowed"),
        Arguments.of(
            "a script engine",
            "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:1/\"]]]]",
            "Global tag is not allowed"),
        Arguments.of(
            "an object as a value",
            GOOD + "kafka: {a: !!" + canary + " {name: a}}",
            "Global tag is not allowed"),
        Arguments.of(
            "an object as a key",
            GOOD + "!!" + canary + " {name: a}: 1",
            "Global tag is not allowed"),
        Arguments.of(
            "references to references", references(), "aliases for non-scalar nodes exceeds"),
        Arguments.of(
            "a mapping that holds itself", "name: &a {b: *a}", "field 'name': found a mapping"),
        Arguments.of("a key that is the file", "&a {*a : b}", ""),
        Arguments.of("a reference to nothing", GOOD + "kafka: *b", "undefined alias b"),
        Arguments.of(
            "a merged section",
            "b: &b {topic: t}\ninput:\n  <<: *b\n",
            "'input.<<': found an unknown key"),
        Arguments.of(
            "deep lists", GOOD + "kafka: " + "[".repeat(10_000), "Nesting Depth exceeded max 20"),
        Arguments.of("deep mappings", "{a: ".repeat(10_000), "Nesting Depth exceeded max 20"),
        Arguments.of("deep blocks", blocks(), "Nesting Depth exceeded max 20"),
        Arguments.of("two files in one", GOOD + "---\n" + GOOD, "but found another document"),
        Arguments.of(
            "a file beyond the bound",
            GOOD + "# " + "x\n# ".repeat(1 << 19),
            "found more than 1048576 bytes"),
        Arguments.of("many keys", lines("a%d: 1\n", 100_000), "more than 100 mistakes found"),
        Arguments.of(
            "one key many times", "name: a\n".repeat(100_000), "more than 100 mistakes found"),
        Arguments.of(
            "a long list",
            GOOD.replace("[x]", "[" + lines("x%d,", 100_000) + "y]"),
            "found 100001 fields, expected a list of 0 to 10000 fields"),
        Arguments.of("a long key", "k".repeat(1_000_000) + ": 1", "not YAML"),
        Arguments.of("a quoted long key", "? \"" + "k".repeat(1_000_000) + "\"\n: 1", "kkk…'"),
        Arguments.of(
            "a long name", GOOD.replace("name: a", "name: " + "n".repeat(1_000_000)), "nnn…'"),
        Arguments.of("a long number", GOOD + "sequence: " + "9".repeat(1_000_000), "999…'"),
        Arguments.of(
            "a long duration", GOOD + "checkpoint: " + "9".repeat(1_000_000) + "s", "999…'"),
        Arguments.of("bytes", GOOD + "sequence: !!binary \"" + "A".repeat(100_000) + "\"", "AAA…'"),
        Arguments.of("control characters", GOOD + "kafka: {a: \"\u0007\"}", "not YAML"),
        Arguments.of("nothing", "", "found an empty file"),
        Arguments.of("a directive", "%YAML 9.9\n---\n" + GOOD, "not YAML"));
  }

  private static String lines(String line, int count) {
    return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
  }

  private static String blocks() {
    return IntStream.range(0, 500)
        .mapToObj(depth -> " ".repeat(depth) + "a:\n")
        .collect(Collectors.joining());
  }

  private static String references() {
    StringBuilder bomb = new StringBuilder("a: &a {x: 1}\n");
    for (char c = 'b'; c <= 'z'; c++) {
      String before = "*" + (char) (c - 1);
      bomb.append("%c: &%c {p: %s, q: %s, r: %s}%n".formatted(c, c, before, before, before));
    }
    return bomb.append("kafka: *z\nlabel: *z\n").toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  @Timeout(20)
  void is_refused_with_a_few_short_messages_and_makes_nothing(
      String what, String text, String message) {
    List<String> mistakes =
        catchThrowableOfType(InvalidJobFileException.class, () -> JobFile.parse("job.yaml", text))
            .mistakes();
    assertThat(mistakes).hasSizeBetween(1, 101).allMatch(line -> line.length() < 600);
    assertThat(String.join("\n", mistakes)).contains(message);
    assertThat(TOUCHED).hasValue(0);
  }

  @Test
  void a_tag_of_yamls_own_says_nothing() {
    String tagged = GOOD.replace("name: a", "name: !!int a") + "sequence: !!str 7";
    assertThat(JobFile.parseSequence("job.yaml", tagged).model().steps()).isEqualTo(7);
  }

  /** Nothing but the one exception, whatever characters are changed, and soon. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_file_that_is_harmed_at_random_is_read_or_refused(long seed) {
    Random random = new Random(seed);
    String signs = "{}[]&*!|>'\"%@`#,?:-\n\t ab1\u0000\uFEFF\u2028";
    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder(GOOD + "kafka: {a: b}\n");
      for (int n = 1 + random.nextInt(6); n > 0; n--) {
        text.insert(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      try {
        JobFile.parse("job.yaml", text.toString());
      } catch (InvalidJobFileException refused) {
        assertThat(refused.mistakes()).as("seed %d, file %d", seed, i).isNotEmpty();
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
