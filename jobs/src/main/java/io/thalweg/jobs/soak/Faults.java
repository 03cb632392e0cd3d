package io.thalweg.jobs.soak;

import io.thalweg.jobs.cluster.Cluster;
import io.thalweg.jobs.cluster.ClusterOptions;
import io.thalweg.jobs.soak.SoakOptions.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Kills processes of the cluster as {@code kill -9} does, one or two at a time, brings them back,
 * waits until answers are committed again, and so on.
 */
final class Faults {
  private static final int SECOND_IN = 5;
  private static final long LONGEST_PAUSE_MILLIS = 4_000;
  private static final long SECOND_WITHIN_MILLIS = 3_000;

  private final Cluster cluster;
  private final ClusterOptions options;
  private final List<Victim> victims;
  private final SplittableRandom random;
  private final Outages outages;
  private final Consumer<String> progress;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * @param killed names of processes that died together
   * @param outage for how long nothing was answered
   */
  record Fault(List<String> killed, Duration outage) {
    /** Of the processes, without their numbers. */
    String kinds() {
      return killed.stream()
          .map(name -> name.replaceFirst("-\\d+$", ""))
          .sorted()
          .collect(Collectors.joining("+"));
    }
  }

  Faults(
      Cluster cluster,
      ClusterOptions options,
      SoakOptions soak,
      Outages outages,
      Consumer<String> progress) {
    this.cluster = cluster;
    this.options = options;
    this.victims = soak.victims();
    this.random = new SplittableRandom(soak.seed() + 3);
    this.outages = outages;
    this.progress = progress;
  }

  /** One, and then more until the end, a {@link System#nanoTime}. */
  void until(long end) throws InterruptedException {
    outages.awaitAnswer();
    do {
      Thread.sleep(random.nextLong(LONGEST_PAUSE_MILLIS));
      faults.add(once());
    } while (System.nanoTime() - end < 0);
  }

  private Fault once() throws InterruptedException {
    outages.begin();
    long since = System.currentTimeMillis();
    List<String> killed = new ArrayList<>();
    killed.add(kill());
    if (random.nextInt(SECOND_IN) == 0) {
      Thread.sleep(random.nextLong(SECOND_WITHIN_MILLIS));
      String second = kill();
      if (!killed.contains(second)) {
        killed.add(second);
      }
    }
    cluster.start(options, line -> {});
    Fault fault = new Fault(List.copyOf(killed), outages.longest(since));
    progress.accept(
        "killed %s: no answer for %.1f s"
            .formatted(String.join(" and ", killed), fault.outage().toMillis() / 1e3));
    return fault;
  }

  /** Kills a process and waits until it is gone; one that is gone already stays so. */
  private String kill() {
    String kind = victims.get(random.nextInt(victims.size())).name().toLowerCase(Locale.ROOT);
    List<Cluster.Member> members =
        cluster.status().orElseThrow().members().stream()
            .filter(member -> member.name().startsWith(kind))
            .toList();
    Cluster.Member member = members.get(random.nextInt(members.size()));
    if (member.pid().isPresent()) {
      ProcessHandle.of(member.pid().getAsLong())
          .ifPresent(
              process -> {
                process.destroyForcibly();
                process.onExit().join();
              });
    }
    return member.name();
  }

  /** Those so far. */
  List<Fault> faults() {
    return List.copyOf(faults);
  }
}
