package io.thalweg.jobs.cli;

import io.thalweg.connectors.updates.TopicContents.Publication;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Publications of a topic as lines, the newest last: a topic may hold very many. */
final class HistoryTable {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "The newest so many (${DEFAULT-VALUE}).")
  private int limit;

  void check(CommandSpec spec) {
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit: found " + limit + ", expected at least 1");
    }
  }

  /**
   * Prints the newest, and how many are left out.
   *
   * @param mark what else is to be said of one; empty: nothing
   */
  void print(PrintWriter out, List<Publication> history, Function<Publication, String> mark) {
    if (history.isEmpty()) {
      out.println("no model yet: the job has published none");
      return;
    }
    out.printf(
        "%9s  %-24s  %11s  %-24s  %11s  %-12s  %s%n",
        "version", "published", "examples", "event time", "bytes", "sha256", "state");
    int leftOut = Math.max(0, history.size() - limit);
    history.subList(leftOut, history.size()).forEach(each -> print(out, each, mark.apply(each)));
    if (leftOut > 0) {
      out.printf("%,d older ones are left out; --limit %d shows all%n", leftOut, history.size());
    }
  }

  private static void print(PrintWriter out, Publication p, String mark) {
    out.printf(
        "%,9d  %-24s  %,11d  %-24s  %,11d  %-12.12s  %s%s%n",
        p.version(),
        Instant.ofEpochMilli(p.timestamp()),
        p.examples(),
        Instant.ofEpochMilli(p.eventTime()),
        p.bytes(),
        p.sha256(),
        p.refusal().map(refusal -> refusal.name().toLowerCase(Locale.ROOT)).orElse("complete"),
        mark.isEmpty() ? "" : ", " + mark);
  }
}
