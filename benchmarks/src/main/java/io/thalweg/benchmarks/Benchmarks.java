package io.thalweg.benchmarks;

import io.thalweg.benchmarks.agents.AgentsCommand;
import io.thalweg.benchmarks.demo.Elec2Command;
import io.thalweg.benchmarks.demo.StartCommand;
import io.thalweg.benchmarks.micro.JmhCommand;
import io.thalweg.benchmarks.networks.NetworksCommand;
import io.thalweg.benchmarks.streams.LatencyCommand;
import io.thalweg.benchmarks.streams.ThroughputCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    synopsisSubcommandLabel = "BENCHMARK",
    usageHelpAutoWidth = true,
    header = "Measures Thalweg, beside a peer where there is one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  benchmarks/run throughput --summary throughput.json",
      "  benchmarks/run latency --seconds 60 --repeat 3",
      "  benchmarks/run networks 'lstm .* train'",
      "  benchmarks/run jmh PredictionJson",
      "",
      "docs/benchmarks.md has the method. Measure on a machine that does nothing else."
    },
    subcommands = {
      ThroughputCommand.class,
      LatencyCommand.class,
      Elec2Command.class,
      StartCommand.class,
      NetworksCommand.class,
      AgentsCommand.class,
      JmhCommand.class
    })
public final class Benchmarks implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli asks for it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this.")
  private boolean help;

  Benchmarks() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmarks()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a benchmark is missing");
  }
}
