package io.thalweg.jobs.soak;

import io.thalweg.connectors.json.FiguresJson;
import io.thalweg.jobs.soak.Faults.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * What came of a soak.
 *
 * @param valid records sent
 * @param hostile records sent
 * @param restarts of the job, as its job manager counts them
 * @param reasons of the newest restarts
 * @param disturbed what the job wrote that had all that to endure
 * @param undisturbed what the other wrote
 * @param memory by process
 * @param memoryPlot an SVG
 */
record SoakResult(
    SoakOptions options,
    long valid,
    Rejected hostile,
    List<Fault> faults,
    long restarts,
    List<String> reasons,
    Written disturbed,
    Written undisturbed,
    Map<String, Memory.Trend> memory,
    String memoryPlot) {

  /** In which the two runs differ, or differ from what must be; none: nothing is wrong. */
  List<String> differences() {
    List<String> wrong = new ArrayList<>();
    Map<String, Written> both = new LinkedHashMap<>();
    both.put("disturbed", disturbed);
    both.put("undisturbed", undisturbed);
    both.forEach(
        (which, written) -> {
          zero(which + ": events without an answer", written.answers().lost(valid), wrong);
          zero(which + ": answers given twice", written.answers().duplicates(), wrong);
          zero(which + ": late records", written.late(), wrong);
        });
    same("checksum of all answers", d -> d.answers().checksum(), wrong);
    same("model version", d -> Long.toString(d.version()), wrong);
    same("model checksum", Written::checksum, wrong);
    if (!disturbed.deadLetters().sameRecordsAs(hostile)) {
      wrong.add(
          "dead letters: %,d found, the %,d hostile records expected"
              .formatted(disturbed.deadLetters().count(), hostile.count()));
    }
    zero("dead letters written twice", disturbed.deadLetters().duplicates(), wrong);
    if (faults.isEmpty()) {
      zero("restarts though nothing was killed, after " + reasons, restarts, wrong);
    }
    return wrong;
  }

  private static void zero(String what, long found, List<String> wrong) {
    if (found != 0) {
      wrong.add("%s: %,d found, 0 expected".formatted(what, found));
    }
  }

  /** A figure of a run. */
  @FunctionalInterface
  private interface Figure {
    String of(Written written);
  }

  private void same(String what, Figure figure, List<String> wrong) {
    String found = figure.of(disturbed);
    String expected = figure.of(undisturbed);
    if (!found.equals(expected)) {
      wrong.add("%s: %s found, %s as without faults expected".formatted(what, found, expected));
    }
  }

  /** Processes that died. */
  int kills() {
    return faults.stream().mapToInt(fault -> fault.killed().size()).sum();
  }

  /** Seconds without an answer, by what died. */
  private Map<String, double[]> outages() {
    return faults.stream()
        .collect(
            Collectors.groupingBy(
                Fault::kinds,
                TreeMap::new,
                Collectors.collectingAndThen(
                    Collectors.toList(),
                    all -> all.stream().mapToDouble(f -> f.outage().toMillis() / 1e3).toArray())));
  }

  /** For a person. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%,d valid records, %,d hostile, %,d kills, %,d restarts"
            .formatted(valid, hostile.count(), kills(), restarts));
    lines.add(
        "lost %,d, answered twice %,d, dead letters %,d of %,d"
            .formatted(
                disturbed.answers().lost(valid),
                disturbed.answers().duplicates(),
                disturbed.deadLetters().count(),
                hostile.count()));
    lines.add("model version %,d, SHA-256 %s".formatted(disturbed.version(), disturbed.checksum()));
    lines.add(
        "in peace      %,d, SHA-256 %s".formatted(undisturbed.version(), undisturbed.checksum()));
    outages()
        .forEach(
            (kind, seconds) ->
                lines.add(
                    "%s killed %d times: no answer for %.1f s in the middle, %.1f s at most"
                        .formatted(kind, seconds.length, median(seconds), greatest(seconds))));
    memory.forEach(
        (name, trend) ->
            lines.add(
                Double.isNaN(trend.perHour())
                    ? "%s: %.1f MiB".formatted(name, trend.mebibytes())
                    : "%s: %.1f MiB, %+.1f MiB per hour"
                        .formatted(name, trend.mebibytes(), trend.perHour())));
    return lines;
  }

  /** For scripts. */
  FiguresJson json() {
    FiguresJson json =
        new FiguresJson()
            .put("seconds", (double) options.length().toSeconds())
            .put("rate", options.rate())
            .put("seed", options.seed())
            .put("valid_records", valid)
            .put("hostile_records", hostile.count())
            .put("dead_letters", disturbed.deadLetters().count())
            .put("kills", kills())
            .put("restarts", restarts)
            .put("lost", disturbed.answers().lost(valid))
            .put("duplicated", disturbed.answers().duplicates())
            .put("model_version", disturbed.version())
            .put("model_checksum", disturbed.checksum())
            .put("undisturbed_model_checksum", undisturbed.checksum())
            .put("answers_checksum", disturbed.answers().checksum())
            .put("undisturbed_answers_checksum", undisturbed.answers().checksum())
            .put("equal", differences().isEmpty());
    outages()
        .forEach(
            (kind, seconds) ->
                json.put("outages_" + kind, seconds.length)
                    .put("outage_p50_s_" + kind, median(seconds))
                    .put("outage_max_s_" + kind, greatest(seconds)));
    memory.forEach(
        (name, trend) ->
            json.put("mib_" + name, trend.mebibytes())
                .put("mib_per_hour_" + name, trend.perHour()));
    return json;
  }

  private static double median(double[] values) {
    return new Percentile().evaluate(values, 50);
  }

  private static double greatest(double[] values) {
    return new Percentile().evaluate(values, 100);
  }
}
