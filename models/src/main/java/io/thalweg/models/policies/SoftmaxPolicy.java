package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.features.Batch;
import io.thalweg.models.learning.Vectors;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(FORMAT);
      spec.write(out);
      out.writeLong(version);
      float[] stored = new float[parameters.length];
      new Dl4jOrder(spec.outline()).toDl4j(parameters, stored);
      Vectors.write(stored, out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long version() {
    return decisions.version();
  }

  @Override
  public void load(byte[] policy) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(policy));
    try {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("policy format %d found, %d expected".formatted(format, FORMAT));
      }
      spec.check(in);
      long version = in.readLong();
      float[] stored = new float[plan.size()];
      Vectors.read(stored, in);
      if (version < 0 || !Vectors.within(stored, Float.MAX_VALUE) || in.available() > 0) {
        throw new IOException(
            "version %d, %d bytes too many or parameters that are not finite found"
                .formatted(version, in.available()));
      }
      float[] parameters = new float[stored.length];
      order.fromDl4j(stored, parameters);
      plan.load(parameters);
      decisions.become(version);
    } catch (IOException e) {
      throw new IllegalArgumentException("bytes of a policy are corrupt: " + e.getMessage(), e);
    }
  }

  @Override
  public void decide(Batch observations, Moment[] moments, Decision[] filled) {
    decisions.decide(observations, moments, filled);
  }

  @Override
  public void close() {
    plan.close();
  }
}
