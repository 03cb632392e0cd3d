package io.thalweg.models.evaluation.offpolicy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** An episode so far, for two policies. */
final class ComparedEpisode {
  private final EpisodeAdvantage candidate = new EpisodeAdvantage();
  private final EpisodeAdvantage serving = new EpisodeAdvantage();
  private double earned;
  private double returns;
  private double weight;
  private int steps;
  private int known;
  private long newest;

  /**
   * @param number of the step, among those of all environments
   */
  void add(Compared step, double discount, double baseline, long number) {
    newest = number;
    candidate.add(step, step.candidate(), discount, baseline);
    serving.add(step, step.serving(), discount, baseline);
    earned += step.reward();
    weight = discount * weight + 1;
    returns += step.reward() * weight;
    steps++;
    known += step.known() ? 1 : 0;
  }

  double candidate() {
    return candidate.sum();
  }

  double serving() {
    return serving.sum();
  }

  /** Rewards, undiscounted. */
  double earned() {
    return earned;
  }

  /** Σ_t G_t over its steps: of each reward, as many times γ^k as steps lead up to it. */
  double returns() {
    return returns;
  }

  int steps() {
    return steps;
  }

  /** Number of its newest step. */
  long newest() {
    return newest;
  }

  /** Whether it says anything of other policies. */
  boolean tells() {
    return known > 0;
  }

  void write(DataOutput out) throws IOException {
    candidate.write(out);
    serving.write(out);
    out.writeDouble(earned);
    out.writeDouble(returns);
    out.writeDouble(weight);
    out.writeInt(steps);
    out.writeInt(known);
    out.writeLong(newest);
  }

  static ComparedEpisode read(DataInput in) throws IOException {
    ComparedEpisode episode = new ComparedEpisode();
    episode.candidate.read(in);
    episode.serving.read(in);
    episode.earned = in.readDouble();
    episode.returns = in.readDouble();
    episode.weight = in.readDouble();
    episode.steps = in.readInt();
    episode.known = in.readInt();
    episode.newest = in.readLong();
    return episode;
  }
}
