package io.thalweg.jobs.cli;

import io.thalweg.jobs.cluster.ClusterCommand;
import io.thalweg.jobs.cluster.ImageCommand;
import io.thalweg.jobs.soak.SoakCommand;
import io.thalweg.jobs.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code thalweg}. */
@Command(
    name = "thalweg",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    header = "Jobs that learn from streams: Kafka to network to Kafka, on Flink.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg demo sequence              a model learns from a real stream",
      "  ./thalweg validate job.yaml          all mistakes of a job file",
      "  ./thalweg run job.yaml               with a broker and Flink of its own",
      "  ./thalweg COMMAND --help",
      "",
      "Logs are in .thalweg/logs. docs/command-line.md has everything else."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something failed while it ran",
      "2:the command line is wrong",
      "3:the job file is wrong or missing",
      "4:no broker answers, or it refuses",
      "130:ended by Ctrl-C"
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      StatusCommand.class,
      SavepointCommand.class,
      StopCommand.class,
      UpgradeCommand.class,
      HostCommand.class,
      ReplayCommand.class,
      ConsumeCommand.class,
      WatchCommand.class,
      TopicsCommand.class,
      ValidateCommand.class,
      ModelCommand.class,
      PolicyCommand.class,
      TrainCommand.class,
      LearnCommand.class,
      EvaluateCommand.class,
      ClusterCommand.class,
      BrokerCommand.class,
      ImageCommand.class,
      SoakCommand.class,
      DevicesCommand.class
    })
public final class Thalweg implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error came up.")
  private boolean stackTrace;

  Thalweg() {}

  public static void main(String[] args) {
    System.exit(commandLine(Terminal.ofProcess()).execute(args));
  }

  static CommandLine commandLine(Terminal terminal) {
    Thalweg thalweg = new Thalweg();
    CommandLine commandLine = new CommandLine(thalweg);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(Failure::report);
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> Failure.report(exception, failed, thalweg.stackTrace));
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
