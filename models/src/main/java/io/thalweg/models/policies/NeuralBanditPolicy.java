package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.BanditSettings.Choice.EpsilonGreedy;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Chooses as a {@link NeuralBanditAgent} does, away from it, bit for bit; or always the highest
 * estimate. At first it is version 0, a network as it begins. A {@link Decision}'s values are the
 * estimated rewards.
 */
public final class NeuralBanditPolicy implements PublishedPolicy {
  private static final byte FORMAT = 1;

  private final NeuralBanditSpec spec;
  private final Plan plan;
  private final Dl4jOrder order;
  private final Estimates estimates;
  private final BanditDecisions decisions;

  private NeuralBanditPolicy(NeuralBanditSpec spec, Choice choice, int rows) {
    this.spec = spec;
    order = new Dl4jOrder(spec.outline());
    plan = new Plan(spec.outline(), 1, rows);
    plan.load(spec.initialParameters());
    estimates = spec.estimates(plan, spec.arms(), rows);
    decisions = spec.decisions(choice, estimates);
  }

  /**
   * One that explores as the agent does.
   *
   * @param rows most contexts at a time
   */
  public static NeuralBanditPolicy exploring(NeuralBanditSpec spec, int rows) {
    return new NeuralBanditPolicy(spec, spec.settings().choice(), rows);
  }

  /**
   * One that always takes the action of the highest estimated reward, with probability 1.
   *
   * @param rows most contexts at a time
   */
  public static NeuralBanditPolicy greedy(NeuralBanditSpec spec, int rows) {
    return new NeuralBanditPolicy(spec, new EpsilonGreedy(0), rows);
  }

  /**
   * @param parameters in the plan's order; written in DL4J's
   * @param arms null where the choice is by the network's outputs
   */
  static byte[] bytes(NeuralBanditSpec spec, long version, float[] parameters, LinearArms arms) {
    return format(spec)
        .bytes(
            out -> {
              out.writeLong(version);
              Vectors.write(new Dl4jOrder(spec.outline()).toDl4j(parameters), out);
              if (arms != null) {
                arms.writeActing(out, true);
              }
            });
  }

  private static Format format(NeuralBanditSpec spec) {
    return spec.format("policy", FORMAT);
  }

  @Override
  public long version() {
    return decisions.version();
  }

  @Override
  public void load(byte[] policy) {
    format(spec).read(policy, this::read);
  }

  private void read(DataInputStream in) throws IOException {
    long version = in.readLong();
    float[] stored = new float[plan.size()];
    Vectors.read(stored, in);
    LinearArms arms = spec.arms();
    if (arms != null) {
      arms.readActing(in, true);
    }
    if (version < 0 || !Vectors.within(stored, Float.MAX_VALUE) || in.available() > 0) {
      throw new IOException(
          "version %d, %d bytes too many or parameters that are not finite found"
              .formatted(version, in.available()));
    }
    plan.load(order.fromDl4j(stored));
    if (estimates instanceof LinearEstimates linear) {
      linear.become(arms);
    }
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
  public void close() {
    plan.close();
  }
}
