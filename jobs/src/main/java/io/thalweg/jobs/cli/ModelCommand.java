package io.thalweg.jobs.cli;

import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.TopicContents.Publication;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.models.learning.ModelZip;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg model}. */
@Command(
    name = "model",
    header = "Models that a job has published.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelCommand.Show.class, ModelCommand.History.class, ModelCommand.Export.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg model show job.yaml",
      "  ./thalweg model history job.yaml",
      "  ./thalweg model export job.yaml --output model.zip"
    })
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Command(
      name = "show",
      header = "The newest model: version, what it has learned from, where it comes from.",
      description =
          "The newest that was published; what the job has learned since is not in it. The fingerprint is"
              + " that of the network and its inputs, the sha256 that of what it has learned (a demo's"
              + " last line shows it, 'model history' its beginning).",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg model show job.yaml --brokers 127.0.0.1:9092")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private VersionSource source;

    @Override
    public Integer call() {
      ModelUpdate model = source.newest(source.job(), null);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("model        %s%n", model.model());
      out.printf("version      %,d (publication %d)%n", model.version(), model.publication());
      out.printf("examples     %,d%n", model.examples());
      out.printf("event time   %s%n", Instant.ofEpochMilli(model.eventTime()));
      model
          .offsets()
          .forEach((partition, offset) -> out.printf("offset       %s: %,d%n", partition, offset));
      out.printf("fingerprint  %s%n", model.fingerprint());
      out.printf("sha256       %s%n", model.checksum());
      out.printf("bytes        %,d%n", model.payload().length);
      model.provenance().forEach((name, value) -> out.printf("%-12s %s%n", name, value));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "history",
      header = "The newest publications that the topic holds.",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg model history job.yaml")
  static final class History implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private VersionSource source;
    @Mixin private HistoryTable table;

    @Override
    public Integer call() {
      table.check(spec);
      List<Publication> history = source.contents(source.job(), null).history();
      table.print(spec.commandLine().getOut(), history, publication -> "");
      return ExitCode.OK;
    }
  }

  @Command(
      name = "export",
      header = "Write the newest model as a DL4J zip.",
      description =
          "The newest that was published. ModelSerializer.restoreMultiLayerNetwork loads it; thalweg.json"
              + " in it says how inputs are made.",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg model export job.yaml --output model.zip")
  static final class Export implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private VersionSource source;

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "FILE.zip",
        description = "Where it goes; replaced if it exists.")
    private Path output;

    @Override
    public Integer call() throws IOException {
      JobSpec job = source.sequenceJob();
      ModelUpdate model = source.newest(job, job.fingerprint());
      Path folder = output.toAbsolutePath().getParent();
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "folder " + folder + " not found: create it, or name another with --output");
      }
      Path partial = Files.createTempFile(folder, ".thalweg-", ".zip");
      try {
        try (OutputStream out = Files.newOutputStream(partial)) {
          ModelZip.write(job.model(), model.payload(), out);
        }
        Files.move(partial, output, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
      spec.commandLine().getOut().printf("version %,d in %s%n", model.version(), output);
      return ExitCode.OK;
    }
  }
}
