package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * Acts by a learned policy, away from the agent that learns it: a draw from the softmax of its
 * scores, or the likeliest action. It decides as the agent itself would, bit for bit. At first it
 * is version 0. A {@link Decision}'s values are the probabilities of the actions.
 */
public final class SoftmaxPolicy implements PublishedPolicy {
  private static final byte FORMAT = 1;

  private final PolicySpec spec;
  private final Plan plan;
  private final Dl4jOrder order;
  private final SoftmaxDecisions decisions;

  private SoftmaxPolicy(PolicySpec spec, int rows, boolean greedy) {
    this.spec = spec;
    Outline outline = spec.outline();
    order = new Dl4jOrder(outline);
    plan = new Plan(outline, 1, rows);
    plan.load(spec.initialParameters());
    decisions = new SoftmaxDecisions(spec, plan, rows, greedy);
  }

  /**
   * One that draws, as its agent does.
   *
   * @param rows most observations at a time
   */
  public static SoftmaxPolicy sampling(PolicySpec spec, int rows) {
    return new SoftmaxPolicy(spec, rows, false);
  }

  /**
   * One that always takes the likeliest action, with probability 1.
   *
   * @param rows most observations at a time
   */
  public static SoftmaxPolicy greedy(PolicySpec spec, int rows) {
    return new SoftmaxPolicy(spec, rows, true);
  }

  /**
   * @param parameters in the plan's order; written in DL4J's
   */
  static byte[] bytes(PolicySpec spec, long version, float[] parameters) {
    return format(spec)
        .bytes(
            out -> {
              out.writeLong(version);
              Vectors.write(new Dl4jOrder(spec.outline()).toDl4j(parameters), out);
            });
  }

  private static Format format(PolicySpec spec) {
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
    if (version < 0 || !Vectors.within(stored, Float.MAX_VALUE) || in.available() > 0) {
      throw new IOException(
          "version %d, %d bytes too many or parameters that are not finite found"
              .formatted(version, in.available()));
    }
    plan.load(order.fromDl4j(stored));
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
