package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.file.Job.Delivery;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.sequence.Runs.Written;
import io.thalweg.jobs.testing.JobGauges;
import io.thalweg.jobs.testing.Streams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Law 1 with a real broker and a Flink runtime whose task manager is taken away at random moments:
 * while records are being learned, while a checkpoint is being taken, while the job is being
 * restored.
 */
class LawOneIT {
  private static final int EVENTS = 12_000;

  /** About as many updates come of them. */
  private static final int VERSIONS = 300;

  /** In which the input of a job that is killed is written. */
  private static final int PARTS = 25;

  @TempDir private Path savepoints;

  private static Streams streams;
  private static Runs runs;
  private static final Map<Integer, Input> INPUTS = new HashMap<>();
  private static final Map<String, Written> UNDISTURBED = new HashMap<>();
  private static int killedRuns;
  private static int killsInsideCheckpoints;
  private static int restoresInsideBatches;

  /**
   * What a job reads.
   *
   * @param events by partition
   * @param labels in the order of their event time
   */
  private record Input(List<List<String>> events, List<String> labels) {
    /** Of each partition, part {@code i} of {@code n} parts. */
    Input part(int i, int n) {
      return new Input(
          events.stream().map(partition -> part(partition, i, n)).toList(), part(labels, i, n));
    }

    private static List<String> part(List<String> all, int i, int n) {
      return all.subList(all.size() * i / n, all.size() * (i + 1) / n);
    }

    void writeTo(String eventTopic, String labelTopic) throws Exception {
      streams.write(eventTopic, events);
      streams.write(labelTopic, List.of(labels));
    }
  }

  @BeforeAll
  static void start() throws Exception {
    streams = new Streams();
    runs = new Runs(streams);
    for (int partitions : new int[] {1, 2, 3, 4}) {
      writeInput(partitions);
    }
  }

  /** What chance decides in one run must have happened in some of many. */
  @AfterAll
  static void kills_fell_inside_checkpoints_and_batches() {
    if (killedRuns >= 10) {
      assertThat(killsInsideCheckpoints).isGreaterThan(killedRuns / 4);
      assertThat(restoresInsideBatches).isGreaterThan(killedRuns / 2);
    }
  }

  @AfterEach
  void no_job_is_left() throws Exception {
    runs.cancelAll();
  }

  @AfterAll
  static void stop() throws Exception {
    runs.close();
    streams.close();
  }

  /** Events out of order, some late, some malformed; labels that come up to a minute later. */
  private static void writeInput(int partitions) throws Exception {
    var random = new Random(partitions);
    var events = new ArrayList<List<String>>();
    var labels = new ArrayList<String>();
    var labelTimes = new ArrayList<Long>();
    for (int p = 0; p < partitions; p++) {
      events.add(new ArrayList<>());
    }
    for (int i = 0; i < EVENTS; i++) {
      long time = 1_000_000L + i * 100L - random.nextInt(900);
      if (random.nextInt(200) == 0) {
        time -= 30_000;
      }
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      int label = x + y > 0 ? 1 : 0;
      var value =
          "{\"id\":\"e%d\",\"key\":\"k%d\",\"t\":%d,\"x\":%.4f,\"y\":%.4f,\"c\":\"%s\",\"label\":\"%s\"}"
              .formatted(i, random.nextInt(7), time, x, y, "abc".charAt(i % 3), "nw".charAt(label));
      if (random.nextInt(300) == 0) {
        value = value.substring(0, value.length() / 2);
      }
      events.get(random.nextInt(partitions)).add(value);
      if (random.nextInt(10) > 0) {
        long delay = random.nextInt(70_000);
        labels.add(
            "{\"of\":\"e%d\",\"t\":%d,\"label\":\"%s\"}"
                .formatted(i, time + delay, "nw".charAt(label)));
        labelTimes.add(time + delay);
      }
    }
    var order = new ArrayList<Integer>();
    for (int i = 0; i < labels.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparing(labelTimes::get));
    var input = new Input(events, order.stream().map(labels::get).toList());
    INPUTS.put(partitions, input);
    streams.create(Topic.of("events" + partitions, partitions), Topic.of("labels" + partitions, 1));
    input.writeTo("events" + partitions, "labels" + partitions);
  }

  private static JobSpec job(
      int partitions, int parallelism, boolean delayedLabels, Delivery delivery) {
    return job(
        "events" + partitions, "labels" + partitions, parallelism, delayedLabels, delivery, "");
  }

  private static JobSpec job(
      String events,
      String labels,
      int parallelism,
      boolean delayedLabels,
      Delivery delivery,
      String more) {
    var label =
        delayedLabels
            ? "{topic: %s, id: of, time: t, wait: 60s, idle-timeout: 0s, field: label, classes: [n, w]}"
                .formatted(labels)
            : "{field: label, classes: [n, w]}";
    return runs.job(
        """
        name: %s
        input: {topic: %s, key: key, event-time: t, id: id, out-of-order: 1s}
        features: {numeric: [x, y], categorical: [{name: c, encoding: one-hot, size: 4}], previous-label: true}
        label: %s
        sequence: 6
        network: {type: lstm, hidden: 8, dropout: 0.1}
        learning: {updater: adam, rate: 0.003, batch: 32, updates: 2, rehearsal: 500, clip-norm: 1, seed: 7}
        delivery: %s
        checkpoint: 250ms
        parallelism: %d
        state: {max-keys: 3}
        %s
        """
            .formatted(
                Runs.uniqueName("law1"),
                events,
                label,
                delivery == Delivery.EXACTLY_ONCE ? "exactly-once" : "at-least-once",
                parallelism,
                more));
  }

  /** The same input through a job that nothing happens to, at parallelism 1. */
  private static Written undisturbed(int partitions, boolean delayedLabels) throws Exception {
    var key = partitions + " " + delayedLabels;
    Written known = UNDISTURBED.get(key);
    if (known == null) {
      JobSpec spec = job(partitions, 1, delayedLabels, Delivery.AT_LEAST_ONCE);
      runs.awaitEnd(runs.start(spec));
      known = runs.written(spec);
      UNDISTURBED.put(key, known);
    }
    return known;
  }

  @Test
  void undisturbed_run_answers_every_valid_event_in_time_and_rejects_the_others() throws Exception {
    Written written = undisturbed(3, false);
    assertThat(written.predictions().values()).allMatch(answers -> answers.size() == 1);
    long rejected =
        written.late().values().stream().mapToLong(Long::longValue).sum()
            + written.deadLetters().values().stream().mapToLong(Long::longValue).sum();
    assertThat(written.predictions().size() + rejected).isEqualTo(EVENTS);
    assertThat(written.late()).isNotEmpty();
    assertThat(written.deadLetters()).isNotEmpty();
    assertThat(written.model().version()).isGreaterThan(300);
  }

  @ParameterizedTest(name = "{0}: {1} partitions, parallelism {2}, delayed labels {3}, {4}")
  @CsvSource({
    "1, 1, 1, false, EXACTLY_ONCE",
    "2, 1, 1, true, EXACTLY_ONCE",
    "3, 1, 2, false, AT_LEAST_ONCE",
    "4, 1, 3, true, EXACTLY_ONCE",
    "5, 2, 1, false, EXACTLY_ONCE",
    "6, 2, 1, true, AT_LEAST_ONCE",
    "7, 2, 2, false, AT_LEAST_ONCE",
    "8, 2, 2, true, EXACTLY_ONCE",
    "9, 2, 3, false, EXACTLY_ONCE",
    "10, 2, 3, true, AT_LEAST_ONCE",
    "11, 3, 1, false, AT_LEAST_ONCE",
    "12, 3, 1, true, EXACTLY_ONCE",
    "13, 3, 2, false, EXACTLY_ONCE",
    "14, 3, 2, true, AT_LEAST_ONCE",
    "15, 3, 3, false, EXACTLY_ONCE",
    "16, 3, 3, true, EXACTLY_ONCE",
    "17, 4, 1, false, EXACTLY_ONCE",
    "18, 4, 2, true, EXACTLY_ONCE",
    "19, 4, 3, false, AT_LEAST_ONCE",
    "20, 4, 3, true, EXACTLY_ONCE"
  })
  void killed_job_writes_what_an_undisturbed_one_does(
      long seed, int partitions, int parallelism, boolean delayedLabels, Delivery delivery)
      throws Exception {
    Written expected = undisturbed(partitions, delayedLabels);
    JobSpec spec = killedJob(seed, partitions, parallelism, delayedLabels, delivery, "");

    runKilling(spec, INPUTS.get(partitions), new Random(seed));

    assertSame(runs.written(spec), expected, delivery, seed);
  }

  private static JobSpec killedJob(
      long seed,
      int partitions,
      int parallelism,
      boolean delayedLabels,
      Delivery delivery,
      String more) {
    var events = "killed-events" + seed;
    var labels = "killed-labels" + seed;
    streams.create(Topic.of(events, partitions), Topic.of(labels, 1));
    return job(events, labels, parallelism, delayedLabels, delivery, more);
  }

  /**
   * Runs a job while its input is being written, and takes its task manager away twice: first after
   * a checkpoint in the midst of learning, in about every other run inside the next one; then up to
   * a second later, restored or not.
   */
  private void runKilling(JobSpec spec, Input input, Random random) throws Exception {
    JobID job = runs.startUnbounded(spec, null);
    Future<Void> writing = CompletableFuture.runAsync(() -> writeAllButTheLastPart(input, spec));
    runs.awaitVersion(job, random.nextInt(VERSIONS / 2));
    runs.takeCheckpoint(job);
    if (random.nextBoolean()) {
      runs.beginCheckpoint(job);
    } else {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(250)));
    }
    kill(job);
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
    kill(job);
    writing.get();
    write(input.part(PARTS - 1, PARTS), spec);
    runs.awaitAllRead(job, spec);
    runs.stopWithSavepoint(job, savepoints, true);

    assertThat(runs.checkpoints(job).getNumberOfRestoredCheckpoints()).isPositive();
    killedRuns++;
    restoresInsideBatches +=
        (int) JobGauges.inBatchWhenStarted(job).stream().filter(size -> size > 0).count();
  }

  /** Over about two seconds. */
  private static void writeAllButTheLastPart(Input input, JobSpec spec) {
    for (int i = 0; i < PARTS - 1; i++) {
      write(input.part(i, PARTS), spec);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60));
    }
  }

  private static void write(Input input, JobSpec spec) {
    String events = spec.input().topic();
    try {
      input.writeTo(events, events.replace("events", "labels"));
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static void kill(JobID job) throws Exception {
    killsInsideCheckpoints += runs.checkpoints(job).getNumberOfInProgressCheckpoints();
    runs.killTaskManager();
  }

  @ParameterizedTest(name = "{0}: {1} partitions, fleet of {2}")
  @CsvSource({"21, 1, 1", "22, 2, 2", "23, 4, 3"})
  void killed_job_with_a_fleet_learns_what_an_undisturbed_one_does_and_answers_every_event(
      long seed, int partitions, int parallelism) throws Exception {
    Written expected = undisturbed(partitions, false);
    JobSpec spec =
        killedJob(seed, partitions, parallelism, false, Delivery.EXACTLY_ONCE, "serving: fleet");
    runKilling(spec, INPUTS.get(partitions), new Random(seed));
    Written written = runs.written(spec);

    assertThat(written.predictions().keySet()).isEqualTo(expected.predictions().keySet());
    assertThat(written.predictions().values()).allMatch(answers -> answers.size() == 1);
    assertThat(written.model().version()).isEqualTo(expected.model().version());
    assertThat(written.model().payload()).isEqualTo(expected.model().payload());
  }

  @ParameterizedTest(name = "{0}: {1} partitions, parallelism {2} → {3}, delayed labels {4}")
  @CsvSource({"31, 3, 1, 3, true", "32, 4, 3, 2, false", "33, 3, 2, 1, false"})
  void job_goes_on_from_a_savepoint_at_another_parallelism(
      long seed, int partitions, int before, int after, boolean delayedLabels) throws Exception {
    Written expected = undisturbed(partitions, delayedLabels);
    var events = "halves-events" + seed;
    var labels = "halves-labels" + seed;
    streams.create(Topic.of(events, partitions), Topic.of(labels, 1));
    JobSpec spec = job(events, labels, before, delayedLabels, Delivery.EXACTLY_ONCE, "");

    INPUTS.get(partitions).part(0, 2).writeTo(events, labels);
    JobID first = runs.startUnbounded(spec, null);
    runs.awaitAllRead(first, spec);
    String savepoint = runs.stopWithSavepoint(first, savepoints, false);
    Written half = runs.written(spec);
    INPUTS.get(partitions).part(1, 2).writeTo(events, labels);
    JobID second = runs.startUnbounded(spec.withParallelism(after), savepoint);
    runs.awaitAllRead(second, spec);
    runs.stopWithSavepoint(second, savepoints, true);

    assertThat(half.predictions().size()).isBetween(1, expected.predictions().size() - 1);
    assertSame(runs.written(spec), expected, Delivery.EXACTLY_ONCE, seed);
  }

  private static void assertSame(Written written, Written expected, Delivery delivery, long seed) {
    assertThat(written.predictions().keySet()).isEqualTo(expected.predictions().keySet());
    written
        .predictions()
        .forEach(
            (event, answers) -> {
              assertThat(answers)
                  .as("answers to %s, seed %d", event, seed)
                  .containsOnly(expected.predictions().get(event).get(0));
              if (delivery == Delivery.EXACTLY_ONCE) {
                assertThat(answers).as("answers to %s, seed %d", event, seed).hasSize(1);
              }
            });
    assertThat(models(written)).isEqualTo(models(expected));
    assertThat(new TreeSet<>(written.progress())).isEqualTo(new TreeSet<>(expected.progress()));
    assertThat(places(written.late()).keySet()).isEqualTo(places(expected.late()).keySet());
    assertThat(places(written.deadLetters()).keySet())
        .isEqualTo(places(expected.deadLetters()).keySet());
    if (delivery == Delivery.EXACTLY_ONCE) {
      assertThat(written.models()).hasSameSizeAs(models(written).keySet());
      assertThat(written.progress()).doesNotHaveDuplicates();
      assertThat(written.late().values()).containsOnly(1L);
      assertThat(written.deadLetters().values()).containsOnly(1L);
    }
  }

  /** What makes up each version that was published, once for each of its different shapes. */
  private static SortedMap<Long, Set<String>> models(Written written) {
    return written.models().stream()
        .collect(
            Collectors.groupingBy(
                ModelUpdate::version,
                TreeMap::new,
                Collectors.mapping(
                    model ->
                        "%d examples until %d: %s"
                            .formatted(
                                model.examples(),
                                model.eventTime(),
                                HexFormat.of().formatHex(model.payload())),
                    Collectors.toSet())));
  }

  /** How often each partition, offset and value, whatever the topic is called. */
  private static SortedMap<String, Long> places(Map<String, Long> rejected) {
    var places = new TreeMap<String, Long>();
    rejected.forEach(
        (place, times) ->
            places.merge(place.replaceFirst("^[a-z-]+[0-9]+-", ""), times, Long::sum));
    return places;
  }
}
