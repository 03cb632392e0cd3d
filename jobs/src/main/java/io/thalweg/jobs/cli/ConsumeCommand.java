package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.TopicPrinter;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg consume}. */
@Command(
    name = "consume",
    header = "Print the records of a topic.",
    description =
        "From the beginning to where the topic ends now; joins no group, commits nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg consume electricity.predictions --limit 5",
      "  ./thalweg consume electricity.metrics --follow",
      "  ./thalweg consume electricity.dead-letter --headers"
    })
final class ConsumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "TOPIC", description = "The topic.")
  private String topic;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + Long.MAX_VALUE,
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Stop after so many records.")
  private long limit;

  @Option(names = "--follow", description = "Wait for more, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--new", description = "Only what comes from now on; implies --follow.")
  private boolean onlyNew;

  @Option(names = "--headers", description = "Show the headers too.")
  private boolean headers;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit: found " + limit + ", expected 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    var options = new TopicPrinter.Options(!onlyNew, follow || onlyNew, headers, limit);
    new TopicPrinter(
            kafka.settings(),
            text -> {
              out.println(text);
              out.flush();
            })
        .print(topic, options);
    return ExitCode.OK;
  }
}
