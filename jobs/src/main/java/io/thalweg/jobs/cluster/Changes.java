package io.thalweg.jobs.cluster;

import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.stream.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a job file changes in the job that runs.
 *
 * @param changes by the paths of the settings, in their order
 * @param anotherModel whether the model that was learned is of no use after it
 */
public record Changes(List<Change> changes, boolean anotherModel) {
  /** Settings that decide which state there is, or what it stands for. */
  private static final Set<String> OF_STATE =
      Set.of(
          "role",
          "input.topic",
          "input.key",
          "input.id",
          "label.topic",
          "label.id",
          "rewards.topic",
          "serving",
          "delivery",
          "output.model",
          "output.policy-updates",
          "output.transitions");

  public Changes {
    changes = List.copyOf(changes);
  }

  /**
   * A setting that is another one.
   *
   * @param from empty: it was not said
   * @param to empty: it is not said any more
   */
  public record Change(String setting, String from, String to) {
    @Override
    public String toString() {
      return "%s: %s → %s".formatted(setting, shown(from), shown(to));
    }

    private static String shown(String value) {
      return value.isEmpty() ? "–" : value;
    }
  }

  /**
   * From a job that runs to one that is to run.
   *
   * @param running settings that the cluster has of it
   */
  public static Changes between(Map<String, String> running, Job job) {
    Map<String, String> wanted = Settings.of(job);
    Set<String> all = new TreeSet<>(running.keySet());
    all.addAll(wanted.keySet());
    all.remove(Settings.FINGERPRINT);
    List<Change> changes = new ArrayList<>();
    for (String setting : all) {
      String from = running.getOrDefault(setting, "");
      String to = wanted.getOrDefault(setting, "");
      if (!from.equals(to)) {
        changes.add(new Change(setting, from, to));
      }
    }
    return new Changes(changes, !job.fingerprint().equals(running.get(Settings.FINGERPRINT)));
  }

  /** Why the job cannot go on from its state with them; empty: it can. */
  public Optional<String> refusal() {
    if (anotherModel) {
      return Optional.of(
          "it is another model, for which what was learned is of no use (%s)"
              .formatted(listed(changes)));
    }
    List<Change> ofState =
        changes.stream().filter(change -> OF_STATE.contains(change.setting())).toList();
    return ofState.isEmpty()
        ? Optional.empty()
        : Optional.of("its state stands for something else (%s)".formatted(listed(ofState)));
  }

  private static String listed(List<Change> changes) {
    return changes.isEmpty()
        ? "the same settings, another version of Thalweg"
        : String.join("; ", changes.stream().map(Change::toString).toList());
  }
}
