package io.thalweg.jobs.cli;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.Job;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a record of a job's metrics topic says, in a few words. */
final class NewestFigures {
  private NewestFigures() {}

  /** Reads a job's records; of another job's, empty; it throws where the record is no figures. */
  static Function<byte[], Optional<String>> of(Job job) {
    return job instanceof AgentJobSpec
        ? value ->
            Optional.of(AgentProgressJson.read(value))
                .filter(progress -> progress.agent().equals(job.name()))
                .map(NewestFigures::agent)
        : value ->
            Optional.of(ProgressJson.read(value))
                .filter(progress -> progress.model().equals(job.name()))
                .map(NewestFigures::sequence);
  }

  private static String sequence(LearningProgress progress) {
    return learned(progress.examples(), progress.modelVersion())
        + figures(progress.all(), progress.window());
  }

  private static String learned(long count, long version) {
    return String.format(Locale.ROOT, "%,d learned by version %,d  ", count, version);
  }

  private static String figures(Figures all, Figures window) {
    if (all.ofNumbers()) {
      return String.format(
          Locale.ROOT,
          "error %.4g (newest %.4g, no change %.4g)",
          all.get("mean_absolute_error"),
          window.get("mean_absolute_error"),
          all.get("no_change_mean_absolute_error"));
    }
    return String.format(
        Locale.ROOT,
        "accuracy %.2f %% (newest %.2f %%, no change %.2f %%)",
        100 * all.accuracy(),
        100 * window.accuracy(),
        100 * all.noChangeAccuracy());
  }

  private static String agent(AgentProgress progress) {
    String episodes =
        progress.episodes() == 0
            ? "no episode has ended yet"
            : String.format(
                Locale.ROOT,
                "%,d episodes, return %.4g",
                progress.episodes(),
                progress.meanReturn());
    Double epsilon = progress.figures().get("epsilon");
    return learned(progress.transitions(), progress.policyVersion())
        + episodes
        + (epsilon == null ? "" : String.format(Locale.ROOT, ", ε %.3f", epsilon))
        + gate(progress);
  }

  private static String gate(AgentProgress progress) {
    Double passed = progress.figures().get("gate_passed");
    Double held = progress.figures().get("gate_held");
    return passed == null || held == null
        ? ""
        : String.format(Locale.ROOT, "  gate: %.0f passed, %.0f held back", passed, held);
  }
}
