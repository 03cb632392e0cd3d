package io.thalweg.jobs.cli;

import io.thalweg.connectors.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thalweg broker}. */
@Command(
    name = "broker",
    header = "A Kafka broker for trials, until Ctrl-C.",
    description =
        "One broker without encryption and passwords. It listens on loopback, or on every interface where"
            + " --advertise names a host, say in a container.",
    footerHeading = "%nExamples:%n",
    footer = {"  ./thalweg broker", "  ./thalweg broker --dir /data/topics --advertise broker"})
final class BrokerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".thalweg/broker-data",
      description = "Where the topics are; they stay (${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "0: any free one (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--advertise",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "By which clients find it (${DEFAULT-VALUE}).")
  private String host;

  @Override
  public Integer call() {
    try (Interruption interruption = Interruption.ofThisThread();
        EmbeddedBroker broker = EmbeddedBroker.start(folder, host, port)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("broker     " + broker.bootstrapServers());
      out.flush();
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (InterruptedException ended) {
      return ExitCode.INTERRUPTED;
    }
  }
}
