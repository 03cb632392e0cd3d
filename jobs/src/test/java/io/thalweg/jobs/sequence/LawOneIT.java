package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobSpec.Delivery;
import io.thalweg.jobs.sequence.Runs.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Law 1 with a real broker and a Flink runtime whose task manager is taken away at random moments:
 * while records are being learned, and right after a checkpoint was asked for.
 */
class LawOneIT {
  private static final int EVENTS = 20_000;

  private static Streams streams;
  private static Runs runs;
  private static final Map<Integer, Input> INPUTS = new HashMap<>();
  private static final Map<String, Written> UNDISTURBED = new HashMap<>();

  /**
   * What a job reads.
   *
   * @param events by partition
   * @param labels in the order of their event time
   */
  private record Input(List<List<String>> events, List<String> labels) {
    /** The first half of each partition, or the second. */
    Input half(boolean first) {
      return new Input(
          events.stream().map(partition -> half(partition, first)).toList(), half(labels, first));
    }

    private static List<String> half(List<String> all, boolean first) {
      int middle = all.size() / 2;
      return first ? all.subList(0, middle) : all.subList(middle, all.size());
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
    JobSpec spec = job(partitions, parallelism, delayedLabels, delivery);
    var random = new Random(seed);

    int kills = runKilling(spec, random);

    assertThat(kills).as("kills, seed %d", seed).isPositive();
    assertSame(runs.written(spec), expected, delivery, seed);
  }

  /** Runs a job to its end and takes its task manager away up to twice meanwhile. */
  private static int runKilling(JobSpec spec, Random random) throws Exception {
    JobID id = runs.start(spec);
    int kills = 0;
    while (kills < 2) {
      int longest = kills == 0 ? 400 : 1_200;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(longest)));
      if (ended(id)) {
        break;
      }
      if (random.nextBoolean()) {
        runs.askForCheckpoint(id);
      }
      runs.killTaskManager();
      kills++;
    }
    runs.awaitEnd(id);
    return kills;
  }

  @ParameterizedTest(name = "{0}: {1} partitions, fleet of {2}")
  @CsvSource({"21, 1, 1", "22, 2, 2", "23, 4, 3"})
  void killed_job_with_a_fleet_learns_what_an_undisturbed_one_does_and_answers_every_event(
      long seed, int partitions, int parallelism) throws Exception {
    Written expected = undisturbed(partitions, false);
    JobSpec spec =
        job("events" + partitions, "", parallelism, false, Delivery.EXACTLY_ONCE, "serving: fleet");
    int kills = runKilling(spec, new Random(seed));
    Written written = runs.written(spec);

    assertThat(kills).as("kills, seed %d", seed).isPositive();
    assertThat(written.predictions().keySet()).isEqualTo(expected.predictions().keySet());
    assertThat(written.predictions().values()).allMatch(answers -> answers.size() == 1);
    assertThat(written.model().version()).isEqualTo(expected.model().version());
    assertThat(written.model().payload()).isEqualTo(expected.model().payload());
  }

  @ParameterizedTest(name = "{0}: {1} partitions, parallelism {2} → {3}, delayed labels {4}")
  @CsvSource({"31, 3, 1, 3, true", "32, 4, 3, 2, false", "33, 3, 2, 1, false"})
  void job_goes_on_from_a_savepoint_at_another_parallelism(
      long seed,
      int partitions,
      int before,
      int after,
      boolean delayedLabels,
      @TempDir Path savepoints)
      throws Exception {
    Written expected = undisturbed(partitions, delayedLabels);
    var events = "halves-events" + seed;
    var labels = "halves-labels" + seed;
    streams.create(Topic.of(events, partitions), Topic.of(labels, 1));
    JobSpec spec = job(events, labels, before, delayedLabels, Delivery.EXACTLY_ONCE, "");

    INPUTS.get(partitions).half(true).writeTo(events, labels);
    JobID first = runs.startUnbounded(spec, null);
    runs.awaitAllRead(spec);
    String savepoint = runs.stopWithSavepoint(first, savepoints, false);
    Written half = runs.written(spec);
    INPUTS.get(partitions).half(false).writeTo(events, labels);
    JobID second = runs.startUnbounded(spec.withParallelism(after), savepoint);
    runs.awaitAllRead(spec);
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
    assertThat(written.model().version()).isEqualTo(expected.model().version());
    assertThat(written.model().payload()).isEqualTo(expected.model().payload());
    assertThat(places(written.late())).isEqualTo(places(expected.late()));
    assertThat(places(written.deadLetters())).isEqualTo(places(expected.deadLetters()));
  }

  /** Partition, offset and value, whatever the topic is called. */
  private static Set<String> places(Map<String, Long> rejected) {
    return rejected.keySet().stream()
        .map(place -> place.replaceFirst("^[a-z-]+[0-9]+-", ""))
        .collect(Collectors.toSet());
  }

  private static boolean ended(JobID id) throws Exception {
    JobStatus status = runs.cluster().getJobStatus(id).get();
    return status.isGloballyTerminalState();
  }
}
