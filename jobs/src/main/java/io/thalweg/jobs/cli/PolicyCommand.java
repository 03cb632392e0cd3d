package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.connectors.updates.TopicContents.Publication;
import io.thalweg.connectors.updates.UpdateSender;
import io.thalweg.jobs.file.AgentJobSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg policy}. */
@Command(
    name = "policy",
    header = "Which version of an agent's policy acts.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PolicyCommand.History.class,
      PolicyCommand.Rollback.class,
      PolicyCommand.Resume.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg policy history job.yaml",
      "  ./thalweg policy rollback job.yaml",
      "  ./thalweg policy resume job.yaml"
    })
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Command(
      name = "history",
      header = "The newest versions that the topic holds, and which one acts.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg policy history job.yaml",
        "  ./thalweg policy history job.yaml --limit 200"
      })
  static final class History implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private VersionSource source;
    @Mixin private HistoryTable table;

    @Override
    public Integer call() {
      table.check(spec);
      AgentJobSpec job = source.agentJob();
      OptionalLong pinned = pinned(source, job);
      List<Publication> history =
          source.contents(job, job.name(), job.fingerprint(), update -> {}).history();
      OptionalLong newest =
          history.stream()
              .filter(each -> each.refusal().isEmpty())
              .filter(each -> each.fingerprint().equals(job.fingerprint()))
              .mapToLong(Publication::version)
              .max();
      PrintWriter out = spec.commandLine().getOut();
      table.print(out, history, each -> mark(each, pinned, newest));
      pinned.ifPresent(
          version ->
              out.printf(
                  "rolled back: version %,d acts; './thalweg policy resume' lets the newest act again%n",
                  version));
      return ExitCode.OK;
    }

    private static String mark(Publication each, OptionalLong pinned, OptionalLong newest) {
      if (each.refusal().isPresent()) {
        return "";
      }
      boolean isNewest = each.version() == newest.orElse(-1);
      boolean acts = pinned.isPresent() ? each.version() == pinned.getAsLong() : isNewest;
      if (acts) {
        return isNewest ? "newest, acts" : "acts";
      }
      return isNewest ? "newest" : "";
    }
  }

  @Command(
      name = "rollback",
      header = "Let an earlier version act, whatever is published after it.",
      description =
          "All actors of the job take it on at once and keep it, also after a failure, until 'policy resume'. Learning goes on."
              + " Again, it goes one further back.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  ./thalweg policy rollback job.yaml",
        "  ./thalweg policy rollback job.yaml --to 4000 --brokers 127.0.0.1:9092"
      })
  static final class Rollback implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private VersionSource source;

    @Option(
        names = "--to",
        paramLabel = "VERSION",
        description =
            "One that 'policy history' lists as complete (the one before the version that acts).")
    private Optional<Long> to = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
      AgentJobSpec job = source.agentJob();
      TreeMap<Long, ModelUpdate> versions = new TreeMap<>();
      source.contents(
          job,
          job.name(),
          job.fingerprint(),
          update -> {
            versions.put(update.version(), update);
            while (versions.size() > 1 << 10) {
              versions.pollFirstEntry(); // of a topic that compaction has not been at for long
            }
          });
      ModelUpdate version = chosen(versions, pinned(source, job));
      send(source.settings(job), job, Pin.of(version, System.currentTimeMillis()));
      spec.commandLine()
          .getOut()
          .printf(
              "version %,d acts from now on; './thalweg policy resume' lets the newest act again%n",
              version.version());
      return ExitCode.OK;
    }

    private ModelUpdate chosen(NavigableMap<Long, ModelUpdate> versions, OptionalLong pinned) {
      if (to.isPresent()) {
        return Optional.ofNullable(versions.get(to.get()))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--to: version %d found nowhere in the topic, one of %s expected"
                            .formatted(to.get(), listed(versions))));
      }
      if (versions.isEmpty() || (versions.size() < 2 && pinned.isEmpty())) {
        throw new IllegalArgumentException(
            "%d versions of this agent found in the topic, at least 2 expected to go back from one to the other"
                .formatted(versions.size()));
      }
      long acts = pinned.orElse(versions.lastKey());
      return Optional.ofNullable(versions.lowerEntry(acts))
          .map(Map.Entry::getValue)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "version %d acts already, an older one expected in the topic: none is left"
                          .formatted(acts)));
    }

    private static String listed(NavigableMap<Long, ModelUpdate> versions) {
      return versions.isEmpty()
          ? "none: the job has published none"
          : versions.descendingKeySet().stream()
              .limit(4)
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
  }

  @Command(
      name = "resume",
      header = "Let the newest version act again.",
      footerHeading = "%nExamples:%n",
      footer = "  ./thalweg policy resume job.yaml")
  static final class Resume implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private VersionSource source;

    @Override
    public Integer call() throws InterruptedException {
      AgentJobSpec job = source.agentJob();
      if (pinned(source, job).isEmpty()) {
        spec.commandLine().getOut().println("nothing to do: the newest version acts");
        return ExitCode.OK;
      }
      send(
          source.settings(job),
          job,
          Pin.release(job.name(), job.fingerprint(), System.currentTimeMillis()));
      spec.commandLine().getOut().println("the newest version acts again");
      return ExitCode.OK;
    }
  }

  /** The version that acts whatever is published; empty: the newest does. */
  private static OptionalLong pinned(VersionSource source, AgentJobSpec job) {
    return source
        .contents(job, Pin.id(job.name()), job.fingerprint(), update -> {})
        .newest()
        .filter(pin -> !Pin.releases(pin))
        .stream()
        .mapToLong(ModelUpdate::version)
        .findFirst();
  }

  private static void send(KafkaSettings settings, AgentJobSpec job, ModelUpdate pin)
      throws InterruptedException {
    new UpdateSender(settings.producerProperties()).send(job.versions(), pin);
  }
}
