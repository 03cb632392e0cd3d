package io.thalweg.benchmarks;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.jobs.embedded.Embedded;
import picocli.CommandLine.Option;

/** Of benchmarks that have a broker and Flink in their process. */
public final class KeepRunning {
  @Option(
      names = "--keep-running",
      description = "Leave broker and dashboard up at the end, for a look; Ctrl-C ends them.")
  private boolean asked;

  KeepRunning() {}

  /** If asked for, says where they are and stays until the process is ended. */
  public void atTheEnd(Embedded embedded, Report report) throws InterruptedException {
    if (asked) {
      report.say(
          "broker at %s, dashboard at %s; Ctrl-C ends them."
              .formatted(
                  embedded.broker().map(EmbeddedBroker::bootstrapServers).orElse("none"),
                  embedded.flink().dashboard()));
      Thread.currentThread().join();
    }
  }
}
