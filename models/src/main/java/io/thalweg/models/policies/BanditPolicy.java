package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.features.Batch;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.BanditSettings.Choice.EpsilonGreedy;
import io.thalweg.models.policies.BanditSettings.Choice.LinUcb;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Chooses as a {@link BanditAgent} does, away from it, bit for bit; or always the highest estimate.
 * At first it is version 0, which knows nothing. A {@link Decision}'s values are the estimated
 * rewards.
 */
public final class BanditPolicy implements PublishedPolicy {
  private static final byte FORMAT = 1;

  private final BanditSettings settings;
  private final LinearEstimates estimates;
  private final BanditDecisions decisions;

  private BanditPolicy(BanditSettings settings, Choice choice) {
    this.settings = settings;
    estimates = new LinearEstimates(new PlainContext(settings), arms(settings));
    decisions =
        new BanditDecisions(
            settings.inputs(), settings.actions(), settings.seed(), choice, estimates);
  }

  static LinearArms arms(BanditSettings settings) {
    return new LinearArms(settings.actions(), settings.width(), settings.ridge());
  }

  /** One that explores as the agent does. */
  public static BanditPolicy exploring(BanditSettings settings) {
    return new BanditPolicy(settings, settings.choice());
  }

  /** One that always takes the action of the highest estimated reward, with probability 1. */
  public static BanditPolicy greedy(BanditSettings settings) {
    return new BanditPolicy(settings, new EpsilonGreedy(0));
  }

  private static boolean doubts(BanditSettings settings) {
    return settings.choice() instanceof LinUcb;
  }

  static byte[] bytes(BanditSettings settings, long version, LinearArms arms) {
    return format(settings)
        .bytes(
            out -> {
              out.writeLong(version);
              arms.writeActing(out, doubts(settings));
            });
  }

  private static Format format(BanditSettings settings) {
    return settings.format("policy", FORMAT);
  }

  @Override
  public long version() {
    return decisions.version();
  }

  @Override
  public void load(byte[] policy) {
    format(settings).read(policy, this::read);
  }

  private void read(DataInputStream in) throws IOException {
    long version = in.readLong();
    LinearArms arms = arms(settings);
    arms.readActing(in, doubts(settings));
    if (version < 0 || in.available() > 0) {
      throw new IOException(
          "version %d, %d bytes too many found".formatted(version, in.available()));
    }
    estimates.become(arms);
    decisions.become(version);
  }

  @Override
  public void decide(Batch observations, Moment[] moments, Decision[] filled) {
    decisions.decide(observations, moments, filled);
  }

  @Override
  public void consider(Batch observations, Preferences[] preferences) {
    decisions.consider(observations, preferences);
  }

  @Override
  public void close() {}
}
