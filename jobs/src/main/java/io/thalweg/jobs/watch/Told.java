package io.thalweg.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.json.JsonFields;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.ProgressJson;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a job tells on its metrics topic, whatever kind of job it is.
 *
 * @param figures by their names on the topic; {@code window.} before those over the newest examples
 */
record Told(Kind kind, SortedMap<String, Double> figures) {
  /** Longest record that is looked at, in bytes. */
  static final int LONGEST = 64 << 10;

  /** Figures at most; the others of a record are left out. */
  static final int MOST_FIGURES = 64;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String WINDOW = "window.";

  /** Kinds of jobs: what counts up, and the figures whose course is kept. */
  enum Kind {
    CLASSES(
        "examples",
        "window.accuracy",
        "window.no_change_accuracy",
        "accuracy",
        "no_change_accuracy",
        "loss",
        "window.log_loss"),
    NUMBERS(
        "examples",
        "window.mean_absolute_error",
        "window.no_change_mean_absolute_error",
        "window.root_mean_squared_error",
        "mean_absolute_error",
        "loss"),
    AGENT(
        "transitions",
        "mean_return",
        "mean_length",
        "epsilon",
        "loss",
        "policy_loss",
        "value_loss",
        "td_error",
        "entropy",
        "q_mean",
        "improvement",
        "improvement_low",
        "improvement_high");

    private final String progress;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> courses;

    Kind(String progress, String... courses) {
      this.progress = progress;
      this.courses = List.of(courses);
    }

    /** The figure that counts up: the curve's x. */
    String progress() {
      return progress;
    }

    List<String> courses() {
      return courses;
    }
  }

  /**
   * Reads a record of a metrics topic.
   *
   * @throws IllegalArgumentException where it is nothing that a job tells, or too long; says why
   */
  static Told read(byte[] value) {
    if (value == null || value.length > LONGEST) {
      throw new IllegalArgumentException(
          "record value: %s found, at most %d bytes expected"
              .formatted(value == null ? "none" : value.length + " bytes", LONGEST));
    }
    JsonNode node = JsonFields.object(MAPPER, value, "what a job tells");
    return node.has("agent") ? of(AgentProgressJson.read(value)) : of(ProgressJson.read(value));
  }

  private static Told of(LearningProgress progress) {
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("examples", (double) progress.examples());
    figures.put("version", (double) progress.modelVersion());
    figures.put("refused_updates", (double) progress.refused());
    figures.put("event_time", (double) progress.eventTime());
    figures.put("loss", progress.loss());
    add(figures, "", progress.all().byName());
    add(figures, WINDOW, progress.window().byName());
    return new Told(progress.all().ofNumbers() ? Kind.NUMBERS : Kind.CLASSES, figures);
  }

  private static Told of(AgentProgress progress) {
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("transitions", (double) progress.transitions());
    figures.put("version", (double) progress.policyVersion());
    figures.put("refused_updates", (double) progress.refused());
    figures.put("event_time", (double) progress.time());
    figures.put("episodes", (double) progress.episodes());
    figures.put("mean_return", progress.meanReturn());
    figures.put("mean_length", progress.meanLength());
    figures.put("repeated", (double) progress.repeated());
    figures.put("interrupted", (double) progress.interrupted());
    figures.put("corrected", (double) progress.corrected());
    add(figures, "", progress.figures());
    return new Told(Kind.AGENT, figures);
  }

  private static void add(
      SortedMap<String, Double> figures, String prefix, Map<String, Double> more) {
    more.forEach(
        (name, figure) -> {
          if (figures.size() < MOST_FIGURES && NAME.matcher(name).matches()) {
            figures.putIfAbsent(prefix + name, figure);
          }
        });
  }

  /** The point of the curve. */
  double[] point() {
    double[] point = new double[1 + kind.courses().size()];
    point[0] = figures.get(kind.progress());
    for (int i = 1; i < point.length; i++) {
      point[i] = figures.getOrDefault(kind.courses().get(i - 1), Double.NaN);
    }
    return point;
  }
}
