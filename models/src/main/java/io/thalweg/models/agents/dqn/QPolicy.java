package io.thalweg.models.agents.dqn;

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
 * Acts by the values of actions, away from the agent that learns them: with the epsilon that the
 * version was published with, or greedily. It decides as the agent itself would, bit for bit. At
 * first it is version 0. A {@link Decision}'s values are the expected returns.
 */
public final class QPolicy implements PublishedPolicy {
  private static final byte FORMAT = 1;

  private final DqnSpec spec;
  private final boolean greedy;
  private final Plan plan;
  private final Dl4jOrder order;
  private final EpsilonGreedy decisions;

  private QPolicy(DqnSpec spec, int rows, boolean greedy) {
    this.spec = spec;
    this.greedy = greedy;
    Outline outline = spec.outline();
    order = new Dl4jOrder(outline);
    plan = new Plan(outline, spec.steps(), rows);
    plan.load(spec.initialParameters());
    decisions = new EpsilonGreedy(spec, plan, rows);
    if (greedy) {
      decisions.become(0, 0);
    }
  }

  /**
   * One that explores as the agent says.
   *
   * @param rows most observations at a time
   */
  public static QPolicy exploring(DqnSpec spec, int rows) {
    return new QPolicy(spec, rows, false);
  }

  /**
   * One that always takes the action of the highest value.
   *
   * @param rows most observations at a time
   */
  public static QPolicy greedy(DqnSpec spec, int rows) {
    return new QPolicy(spec, rows, true);
  }

  /**
   * @param parameters in the plan's order; written in DL4J's
   */
  static byte[] bytes(DqnSpec spec, long version, double epsilon, float[] parameters) {
    return format(spec)
        .bytes(
            out -> {
              out.writeLong(version);
              out.writeDouble(epsilon);
              Vectors.write(new Dl4jOrder(spec.outline()).toDl4j(parameters), out);
            });
  }

  private static Format format(DqnSpec spec) {
    return spec.format("policy", FORMAT);
  }

  @Override
  public long version() {
    return decisions.version();
  }

  @Override
  public int steps() {
    return decisions.steps();
  }

  @Override
  public void load(byte[] policy) {
    format(spec).read(policy, this::read);
  }

  private void read(DataInputStream in) throws IOException {
    long version = in.readLong();
    double epsilon = in.readDouble();
    float[] stored = new float[plan.size()];
    Vectors.read(stored, in);
    if (version < 0
        || !(epsilon >= 0 && epsilon <= 1)
        || !Vectors.within(stored, Float.MAX_VALUE)
        || in.available() > 0) {
      throw new IOException(
          "version %d, epsilon %s, %d bytes too many or parameters that are not finite found"
              .formatted(version, epsilon, in.available()));
    }
    plan.load(order.fromDl4j(stored));
    decisions.become(version, greedy ? 0 : epsilon);
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
