package io.thalweg.jobs.cli;

import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.replay.EventTime;
import io.thalweg.connectors.replay.Pace;
import io.thalweg.connectors.replay.Progress;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.jobs.file.Durations;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg replay}. */
@Command(
    name = "replay",
    header = "Play a CSV or TSV file into a topic, one JSON record per row.",
    description = "The first line names the columns, unless --columns does. Files may be gzipped.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg replay meters.csv --topic meters --key meter --rate 1000",
      "  ./thalweg replay meters.csv --topic meters --time at --speed 60x",
      "  ./thalweg replay prices.csv.gz --topic electricity --create \\",
      "      --start 1996-05-07T00:00+10:00 --step 30m \\",
      "      --map class:0=DOWN --map class:1=UP"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file;

  @Option(names = "--topic", required = true, paramLabel = "T", description = "Where it goes.")
  private String topic;

  @Option(
      names = "--create",
      arity = "0..1",
      fallbackValue = "1",
      paramLabel = "PARTITIONS",
      description = "Create the topic if it is missing (with 1 partition).")
  private Optional<Integer> create = Optional.empty();

  @ArgGroup private PaceOptions pace;

  static final class PaceOptions {
    @Option(names = "--rate", paramLabel = "R", description = "Records per second.")
    private Optional<Double> rate = Optional.empty();

    @Option(
        names = "--speed",
        paramLabel = "60x",
        description = "So many times as fast as the event times go; needs --time or --start.")
    private Optional<String> speed = Optional.empty();
  }

  @Option(
      names = "--continue",
      description = "Leave out as many rows as the topic has records: go on after a break.")
  private boolean goOn;

  @Option(names = "--limit", paramLabel = "N", description = "Stop after so many records.")
  private Optional<Long> limit = Optional.empty();

  @Option(names = "--key", paramLabel = "COLUMN", description = "Column of the record's key.")
  private Optional<String> key = Optional.empty();

  @Option(names = "--time", paramLabel = "COLUMN", description = "Column of the event time.")
  private Optional<String> time = Optional.empty();

  @Option(
      names = "--time-format",
      paramLabel = "FORMAT",
      defaultValue = "millis",
      description = "millis, seconds or iso (${DEFAULT-VALUE}).")
  private TimeFormat timeFormat;

  @Option(
      names = "--start",
      paramLabel = "ISO-TIME",
      description = "Adds an event time: that of the first row …")
  private Optional<String> start = Optional.empty();

  @Option(
      names = "--step",
      paramLabel = "30m",
      defaultValue = "1s",
      description = "… and how much later the next one is (${DEFAULT-VALUE}).")
  private String step;

  @Option(
      names = "--time-field",
      paramLabel = "FIELD",
      defaultValue = "time",
      description = "Name of the field that --start adds (${DEFAULT-VALUE}).")
  private String timeField;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "A,B,C",
      hideParamSyntax = true,
      description = "Names of the columns, if the file's first line has none.")
  private List<String> columns = List.of();

  @Option(
      names = "--text",
      split = ",",
      paramLabel = "A,B",
      hideParamSyntax = true,
      description = "Columns that are texts even where they look like numbers.")
  private List<String> text = List.of();

  @Option(
      names = "--map",
      paramLabel = "COLUMN:VALUE=TEXT",
      description = "What stands for a value of a column; once per value.")
  private List<String> mappings = List.of();

  @Override
  public Integer call() {
    Pace chosen = wantedPace();
    Optional<EventTime> times = eventTime();
    Map<String, Map<String, String>> maps = valueMaps();
    Replay replay = Replay.of(file).pace(chosen);
    key.ifPresent(replay::key);
    limit.ifPresent(replay::limit);
    times.ifPresent(replay::time);
    replay.text(text.toArray(String[]::new));
    maps.forEach(replay::map);
    if (!columns.isEmpty()) {
      replay.columns(columns);
    }
    KafkaSettings settings = kafka.settings();
    long there = requireTopic(settings);
    if (goOn) {
      replay.skip(there);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (Terminal.ofProcess().interactive()) {
      replay.listener(progress -> show(progress, out));
    }
    long records = replay.into(settings, topic);
    out.printf("%,d records into %s%n", records, topic);
    return ExitCode.OK;
  }

  /** In the line that the last message overwrites. */
  private static void show(Progress progress, PrintWriter out) {
    out.printf("%,d records (%.0f %%)\u001b[K\r", progress.records(), 100 * progress.fraction());
    out.flush();
  }

  /** How many records were ever written to it. */
  private long requireTopic(KafkaSettings settings) {
    try (Topics topics = new Topics(settings)) {
      create.ifPresent(partitions -> topics.create(List.of(Topic.of(topic, partitions))));
      if (topics.partitions(List.of(topic)).isEmpty()) {
        throw new IllegalArgumentException(
            "topic %s not found at %s: add --create, or create it with ./thalweg topics create JOB.yaml"
                .formatted(topic, settings.bootstrapServers()));
      }
      return topics.written(topic);
    }
  }

  private Pace wantedPace() {
    if (pace == null) {
      return new Pace.Unthrottled();
    }
    try {
      return pace.rate.isPresent()
          ? new Pace.Rate(pace.rate.get())
          : new Pace.Speed(Double.parseDouble(pace.speed.orElseThrow().replaceFirst("x$", "")));
    } catch (IllegalArgumentException e) {
      throw usage("--rate or --speed: expected a number above 0, as in --rate 1000 or --speed 60x");
    }
  }

  private Optional<EventTime> eventTime() {
    if (time.isPresent() && start.isPresent()) {
      throw usage("--time and --start: expected one of the two");
    }
    return time.<EventTime>map(column -> new EventTime.Column(column, timeFormat))
        .or(() -> start.map(this::generated));
  }

  private EventTime generated(String first) {
    Duration distance =
        Durations.parse(step)
            .orElseThrow(() -> usage("--step: found '" + step + "', expected as in 250ms or 30m"));
    try {
      return new EventTime.Generated(
          timeField, OffsetDateTime.parse(first).toInstant(), distance, timeFormat);
    } catch (DateTimeException e) {
      throw usage("--start: found '" + first + "', expected as in 2026-01-31T12:00:00Z");
    }
  }

  private Map<String, Map<String, String>> valueMaps() {
    Map<String, Map<String, String>> maps = new HashMap<>();
    for (String mapping : mappings) {
      int colon = mapping.indexOf(':');
      int equals = mapping.indexOf('=', colon + 1);
      if (colon < 1 || equals < 0) {
        throw usage("--map: found '" + mapping + "', expected as in class:1=UP");
      }
      maps.computeIfAbsent(mapping.substring(0, colon), any -> new HashMap<>())
          .put(mapping.substring(colon + 1, equals), mapping.substring(equals + 1));
    }
    return maps;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
