package io.thalweg.jobs.file;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What the value of a key may be, and how it is read from YAML and written back. */
interface Type<T> {
  Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  Pattern JOB = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,19}");
  Pattern REAL = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");
  int LONGEST_TEXT = 1_000;

  /** The values in words, as in "an integer from 1 to 8". */
  String expected();

  /** Reads a value; empty where it is wrong, which has then been reported. */
  Optional<T> read(Place place);

  /** The value as YAML. */
  String show(T value);

  /** A value written as one scalar. */
  record Scalar<T>(
      String expected,
      String remedy,
      Function<String, Optional<T>> parse,
      Function<T, String> print)
      implements Type<T> {
    @Override
    public Optional<T> read(Place place) {
      Optional<T> value =
          place.node() instanceof ScalarNode scalar && !Place.isNothing(scalar)
              ? parse.apply(scalar.getValue())
              : Optional.empty();
      if (value.isEmpty()) {
        place.wrong(expected, remedy.isEmpty() ? place.remedy() : remedy);
      }
      return value;
    }

    @Override
    public String show(T value) {
      return print.apply(value);
    }
  }

  static Type<Integer> integer(int least, int most) {
    return new Scalar<>(
        "an integer from %d to %d".formatted(least, most),
        "",
        text -> whole(text, least, most).map(Long::intValue),
        String::valueOf);
  }

  static Type<Long> seed() {
    return new Scalar<>(
        "an integer of 64 bits",
        "",
        text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE),
        String::valueOf);
  }

  private static Optional<Long> whole(String text, long least, long most) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text)).filter(value -> value >= least && value <= most);
    } catch (NumberFormatException tooLong) {
      return Optional.empty();
    }
  }

  /** A number above {@code least}, or equal to it where {@code closed}, and below {@code most}. */
  static Type<Double> real(String least, boolean closed, String most, boolean closedAbove) {
    double low = Double.parseDouble(least);
    double high = Double.parseDouble(most);
    return new Scalar<>(
        "a number %s %s and %s %s"
            .formatted(closed ? "from" : "above", least, closedAbove ? "at most" : "below", most),
        "",
        text ->
            Optional.of(text)
                .filter(number -> REAL.matcher(number).matches())
                .map(Double::valueOf)
                .filter(x -> closed ? x >= low : x > low)
                .filter(x -> closedAbove ? x <= high : x < high),
        Type::plain);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  static Type<Duration> duration(String least, String most) {
    Duration low = Durations.parse(least).orElseThrow();
    Duration high = Durations.parse(most).orElseThrow();
    return new Scalar<>(
        "a duration from %s to %s".formatted(least, most),
        "write a whole number and a unit (ms, s, m, h, d), as in 250ms or 10s",
        text ->
            Durations.parse(text)
                .filter(value -> value.compareTo(low) >= 0 && value.compareTo(high) <= 0),
        Durations::format);
  }

  static Type<Boolean> flag() {
    return new Scalar<>(
        "true or false",
        "",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            },
        String::valueOf);
  }

  static <E extends Enum<E>> Type<E> choice(Class<E> type) {
    return new Scalar<>(
        Arrays.stream(type.getEnumConstants()).map(Type::kebab).collect(Collectors.joining(" or ")),
        "",
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> kebab(constant).equals(text))
                .findFirst(),
        Type::kebab);
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Type<String> job() {
    return legal(JOB, "a name of at most 200 letters, digits, dots, dashes and underscores");
  }

  static Type<String> topic() {
    return legal(
        TOPIC, "a topic's name: at most 249 letters, digits, dots, dashes and underscores");
  }

  private static Type<String> legal(Pattern pattern, String expected) {
    return new Scalar<>(
        expected,
        "",
        text ->
            Optional.of(text)
                .filter(name -> pattern.matcher(name).matches())
                .filter(name -> !name.equals(".") && !name.equals("..")),
        Quoting::quote);
  }

  /** A text that is not blank: the name of a field, of a class. */
  static Type<String> text(String what) {
    return new Scalar<>(
        what,
        "",
        text -> Optional.of(text).filter(x -> !x.isBlank() && x.length() <= LONGEST_TEXT),
        Quoting::quote);
  }
}
