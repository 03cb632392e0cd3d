package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobTopics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg topics}. */
@Command(
    name = "topics",
    header = "Topics of a job.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TopicsCommand.Create.class,
    footerHeading = "%nExamples:%n",
    footer = "  ./thalweg topics create job.yaml --partitions 4")
final class TopicsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Command(
      name = "create",
      header = "Create the topics of a job that are missing.",
      description = "Topics that exist stay as they are.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg topics create job.yaml",
        "  ./thalweg topics create job.yaml --partitions 4 --brokers 127.0.0.1:9092"
      })
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private KafkaOptions kafka;

    @Parameters(paramLabel = "JOB.yaml", description = "The job file.")
    private Path file;

    @Option(
        names = "--partitions",
        paramLabel = "N",
        defaultValue = "1",
        description = "Of topics of events, labels and predictions (${DEFAULT-VALUE}).")
    private int partitions;

    @Override
    public Integer call() {
      Job job = JobFileAccess.read(file);
      KafkaSettings settings = kafka.settings(job);
      List<Topic> wanted = JobTopics.of(job, partitions);
      List<String> names = wanted.stream().map(Topic::name).toList();
      try (Topics topics = new Topics(settings)) {
        List<String> made = topics.create(wanted);
        Map<String, Integer> found = topics.partitions(names);
        for (String name : names) {
          spec.commandLine()
              .getOut()
              .printf(
                  "%-8s %s (%d)%n",
                  made.contains(name) ? "created" : "exists", name, found.getOrDefault(name, 0));
        }
      }
      return ExitCode.OK;
    }
  }
}
