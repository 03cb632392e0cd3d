package io.thalweg.jobs.cli;

import io.thalweg.jobs.cluster.FlinkSession;
import io.thalweg.jobs.cluster.FlinkSession.Checkpoints;
import io.thalweg.jobs.cluster.FlinkSession.Restart;
import io.thalweg.jobs.cluster.FlinkSession.Submitted;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg status}. */
@Command(
    name = "status",
    header = "How the jobs on a Flink cluster do: state, checkpoints, restarts.",
    description = "Ends with 1 if a job that is named does not run.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./thalweg status", "  ./thalweg status job.yaml --cluster 127.0.0.1:8081"})
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SessionOptions options;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      description = "The job file, or the name of a job; otherwise all that are known.")
  private Optional<String> job = Optional.empty();

  @Override
  public Integer call() {
    FlinkSession session = options.session();
    Optional<String> name = job.map(SessionOptions::name);
    List<Submitted> jobs =
        session.jobs().stream()
            .filter(each -> name.isEmpty() || each.name().equals(name.get()))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (jobs.isEmpty()) {
      out.println(
          name.map(wanted -> "no job " + wanted).orElse("no job") + " at " + session.dashboard());
    }
    Instant now = Instant.now();
    jobs.forEach(each -> describe(each, session, now, out));
    boolean runs = jobs.stream().anyMatch(each -> each.state().equals("RUNNING"));
    return name.isEmpty() || runs ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void describe(Submitted job, FlinkSession session, Instant now, PrintWriter out) {
    out.printf(
        "%s  %s  for %s  %s%n",
        job.name(), job.state(), time(Duration.between(job.started(), now)), job.id());
    out.println("  checkpoints  " + checkpoints(session.checkpoints(job.id()), now));
    List<Restart> restarts = session.restarts(job.id());
    if (!restarts.isEmpty()) {
      Restart newest = restarts.get(0);
      out.printf(
          "  restarts     newest of %d: %s, after: %s%n",
          restarts.size(), newest.when().truncatedTo(ChronoUnit.SECONDS), newest.reason());
    }
    out.println("  dashboard    " + session.page(job.id()));
  }

  private static String checkpoints(Checkpoints all, Instant now) {
    String counts = "%,d completed, %,d failed".formatted(all.completed(), all.failed());
    return all.latest()
        .map(
            latest ->
                String.format(
                    Locale.ROOT,
                    "%s; the newest %s ago, %,d KB in %,d ms",
                    counts,
                    time(Duration.between(latest.completed(), now)),
                    latest.bytes() >> 10,
                    latest.took().toMillis()))
        .orElse(counts);
  }

  private static String time(Duration duration) {
    return "%d:%02d:%02d"
        .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
  }
}
