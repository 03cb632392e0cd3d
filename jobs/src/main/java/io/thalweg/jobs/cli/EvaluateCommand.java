package io.thalweg.jobs.cli;

import io.thalweg.connectors.json.FiguresJson;
import io.thalweg.connectors.replay.ReplayException;
import io.thalweg.connectors.replay.TableFile;
import io.thalweg.models.evaluation.offpolicy.Decided;
import io.thalweg.models.evaluation.offpolicy.EpisodeEvaluation;
import io.thalweg.models.evaluation.offpolicy.Estimate;
import io.thalweg.models.evaluation.offpolicy.OffPolicyEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg evaluate}. */
@Command(
    name = "evaluate",
    header = "Estimate what another policy would have earned, from logged decisions.",
    description = {
      "The file is CSV or TSV, plain or gzipped, a decision per line. Columns: reward; probability, with which the"
          + " action was chosen; target_probability, with which the other policy would choose it. Where there are"
          + " value_taken and value_target (what a model expects of the action, and of the other policy there),"
          + " also doubly robust; where there is episode, per episode."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg evaluate examples/decisions.csv",
      "  ./thalweg evaluate log.csv --column reward=clicks --column probability=p",
      "  ./thalweg evaluate episodes.csv.gz --discount 0.99 --summary figures.json"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final String REWARD = "reward";
  private static final String PROBABILITY = "probability";
  private static final String TARGET = "target_probability";
  private static final String VALUE_TAKEN = "value_taken";
  private static final String VALUE_TARGET = "value_target";
  private static final String EPISODE = "episode";
  private static final List<String> KNOWN =
      List.of(REWARD, PROBABILITY, TARGET, VALUE_TAKEN, VALUE_TARGET, EPISODE);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LOG.csv", description = "The logged decisions.")
  private Path file;

  @Option(
      names = "--column",
      paramLabel = "NAME=COLUMN",
      description = "A column that has another name in the file, as in reward=clicks.")
  private Map<String, String> names = Map.of();

  @Option(
      names = "--discount",
      paramLabel = "GAMMA",
      defaultValue = "1",
      description = "Of a step, per episode (${DEFAULT-VALUE}).")
  private double discount;

  @Option(names = "--summary", paramLabel = "FILE", description = "Write the figures as JSON.")
  private Optional<Path> summary = Optional.empty();

  private final OffPolicyEvaluation evaluation = new OffPolicyEvaluation();
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private Optional<EpisodeEvaluation> episodes = Optional.empty();
  private final Set<String> ended = new HashSet<>();
  private String episode;

  @Override
  public Integer call() throws IOException {
    check();
    try (TableFile table = open()) {
      locate(table);
      for (CSVRecord row; (row = table.next()) != null; ) {
        take(row, table);
      }
    }
    episodes.ifPresent(EpisodeEvaluation::end);
    if (evaluation.decisions() == 0) {
      throw new ReplayException(file + ": no decision found, at least one line expected");
    }
    print(spec.commandLine().getOut());
    if (summary.isPresent()) {
      write(summary.get());
    }
    return ExitCode.OK;
  }

  private void check() {
    names
        .keySet()
        .forEach(
            name -> {
              if (!KNOWN.contains(name)) {
                throw usage(
                    "--column: found '%s', expected one of %s"
                        .formatted(name, String.join(", ", KNOWN)));
              }
            });
    if (!(discount >= 0 && discount <= 1)) {
      throw usage("--discount: found %s, expected 0 to 1".formatted(discount));
    }
  }

  private TableFile open() throws MalformedURLException {
    return TableFile.open(file.toUri().toURL(), file.toString());
  }

  private void locate(TableFile table) {
    List<String> header = table.columns(List.of());
    for (String name : KNOWN) {
      String column = names.getOrDefault(name, name);
      int place = header.indexOf(column);
      boolean needed = List.of(REWARD, PROBABILITY, TARGET).contains(name);
      if (place >= 0) {
        columns.put(name, place);
      } else if (needed || names.containsKey(name)) {
        throw new ReplayException(
            "%s: no column '%s' found among %s, one expected; --column %s=NAME says another name"
                .formatted(file, column, String.join(", ", header), name));
      }
    }
    if (columns.containsKey(VALUE_TAKEN) != columns.containsKey(VALUE_TARGET)) {
      throw new ReplayException(
          "%s: one of %s and %s found, both or none expected"
              .formatted(file, VALUE_TAKEN, VALUE_TARGET));
    }
    if (columns.containsKey(EPISODE)) {
      episodes = Optional.of(new EpisodeEvaluation(discount));
    }
  }

  private void take(CSVRecord row, TableFile table) {
    Decided decided;
    try {
      boolean modelled = columns.containsKey(VALUE_TAKEN);
      decided =
          new Decided(
              number(row, REWARD),
              number(row, PROBABILITY),
              number(row, TARGET),
              modelled ? finite(row, VALUE_TAKEN) : Double.NaN,
              modelled ? finite(row, VALUE_TARGET) : Double.NaN);
    } catch (IllegalArgumentException wrong) {
      throw new ReplayException("%s: %s".formatted(table.place(), wrong.getMessage()));
    }
    evaluation.add(decided);
    episodes.ifPresent(all -> takeOfEpisode(all, row, decided, table));
  }

  private void takeOfEpisode(
      EpisodeEvaluation all, CSVRecord row, Decided decided, TableFile table) {
    int place = columns.get(EPISODE);
    String name = place < row.size() ? row.get(place) : "";
    if (!name.equals(episode)) {
      if (!ended.add(name)) {
        throw new ReplayException(
            "%s: episode '%s' found again after another one, its lines in a row expected; sort the file by episode and step"
                .formatted(table.place(), name));
      }
      all.end();
    }
    episode = name;
    all.add(decided);
  }

  /** So that no decision goes without a model among others that have one. */
  private double finite(CSVRecord row, String name) {
    double number = number(row, name);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          "column '%s': %s found, a finite number expected"
              .formatted(names.getOrDefault(name, name), number));
    }
    return number;
  }

  private double number(CSVRecord row, String name) {
    int place = columns.get(name);
    String text = place < row.size() ? row.get(place).strip() : "";
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "column '%s': '%s' found, a number expected"
              .formatted(names.getOrDefault(name, name), text),
          none);
    }
  }

  private void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d decision%s, worth %,.0f by the other policy itself%n%n",
        evaluation.decisions(),
        evaluation.decisions() == 1 ? "" : "s",
        evaluation.effectiveDecisions());
    out.printf(Locale.ROOT, "%-28s %10s   %s%n", "per decision", "value", "95 % interval");
    estimates().forEach((name, estimate) -> print(out, name, estimate));
    episodes.ifPresent(
        all -> {
          out.printf(Locale.ROOT, "%n%-28s %10s   %s%n", "per episode", "value", "95 % interval");
          print(out, "logging policy", all.logging());
          print(out, "per-decision weights", all.perDecision());
        });
  }

  private Map<String, Estimate> estimates() {
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    estimates.put("logging policy", evaluation.logging());
    estimates.put("inverse propensity (IPS)", evaluation.ips());
    estimates.put("self-normalised IPS", evaluation.selfNormalised());
    if (columns.containsKey(VALUE_TAKEN)) {
      estimates.put("doubly robust", evaluation.doublyRobust());
    }
    return estimates;
  }

  private static void print(PrintWriter out, String name, Estimate estimate) {
    String interval =
        Double.isNaN(estimate.low())
            ? "of two or more only"
            : String.format(Locale.ROOT, "%.4f to %.4f", estimate.low(), estimate.high());
    out.printf(Locale.ROOT, "  %-26s %10.4f   %s%n", name, estimate.value(), interval);
  }

  private void write(Path target) throws IOException {
    FiguresJson figures = new FiguresJson();
    figures.put("decisions", evaluation.decisions());
    figures.put("effective_decisions", evaluation.effectiveDecisions());
    put(figures, "logging", evaluation.logging());
    put(figures, "ips", evaluation.ips());
    put(figures, "self_normalised", evaluation.selfNormalised());
    put(figures, "doubly_robust", evaluation.doublyRobust());
    episodes.ifPresent(
        all -> {
          figures.put("episodes", all.episodes());
          put(figures, "logging_per_episode", all.logging());
          put(figures, "per_decision_per_episode", all.perDecision());
        });
    figures.write(target);
  }

  private static void put(FiguresJson figures, String name, Estimate estimate) {
    figures.put(name, estimate.value());
    figures.put(name + "_low", estimate.low());
    figures.put(name + "_high", estimate.high());
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
