package io.thalweg.jobs.cli;

import io.thalweg.jobs.demo.DemoStream;
import io.thalweg.jobs.demo.Elec2;
import io.thalweg.jobs.demo.Mnist;
import io.thalweg.jobs.demo.SmsSpam;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg demo}. */
@Command(
    name = "demo",
    header = "Watch Thalweg at work.",
    synopsisSubcommandLabel = "DEMO",
    subcommands = {
      DemoCommand.Sequence.class,
      DemoCommand.Text.class,
      DemoCommand.Image.class,
      AgentDemoCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg demo sequence",
      "  ./thalweg demo text",
      "  ./thalweg demo image",
      "  ./thalweg demo cartpole"
    })
final class DemoCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a demo is missing: sequence, text, image or cartpole");
  }

  @Command(
      name = "sequence",
      header = "A model learns from the electricity market, live.",
      description =
          "Starts Kafka and Flink in this process, plays 45,312 half-hours of the electricity market of"
              + " New South Wales through a topic, and runs the job that predicts and learns them."
              + " Ctrl-C ends it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg demo sequence",
        "  ./thalweg demo sequence --limit 5000 --no-progress --summary figures.json",
        "  ./thalweg demo sequence --rate 500 --keep-running",
        "  ./thalweg demo sequence --job my-electricity.yaml"
      })
  static final class Sequence implements Callable<Integer> {
    @Mixin private DemoRun run;

    @Override
    public Integer call() throws Exception {
      return run.of(Elec2.stream());
    }
  }

  @Command(
      name = "text",
      header = "A recurrent network learns to tell unwanted messages, live.",
      description =
          "Starts Kafka and Flink in this process, plays 5,574 text messages through a topic, and runs"
              + " the job that predicts whether each is spam before it learns it. Ctrl-C ends it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg demo text",
        "  ./thalweg demo text --no-progress --summary figures.json",
        "  ./thalweg demo text --job my-spam.yaml --keep-running"
      })
  static final class Text implements Callable<Integer> {
    @Mixin private DemoRun run;

    @Override
    public Integer call() throws Exception {
      return run.of(SmsSpam.stream());
    }
  }

  @Command(
      name = "image",
      header = "A convolutional network learns handwritten digits, live.",
      description =
          "Starts Kafka and Flink in this process, plays 10,000 images of MNIST with their labels"
              + " through a topic, then 2,000 without, and runs the job that predicts all and learns"
              + " the first. Ctrl-C ends it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg demo image",
        "  ./thalweg demo image --limit 2000 --summary figures.json",
        "  ./thalweg demo image --mnist ~/mnist"
      })
  static final class Image implements Callable<Integer> {
    @Mixin private DemoRun run;

    @Option(
        names = "--mnist",
        paramLabel = "FOLDER",
        description =
            "All of MNIST: a folder with its four files as they are published,"
                + " train-images-idx3-ubyte.gz and so on.")
    private Optional<Path> folder = Optional.empty();

    @Override
    public Integer call() throws Exception {
      DemoStream stream = folder.isPresent() ? Mnist.whole(folder.get()) : Mnist.part();
      return run.of(stream);
    }
  }
}
