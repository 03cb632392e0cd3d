package io.thalweg.models.evaluation.offpolicy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a policy would have earned per decision, where another one decided, and logged the
 * probabilities of what it chose. Decisions come one by one and are not kept: memory is constant.
 *
 * <p>Weights w = target / logged. The estimates are right only where the logging policy could
 * choose whatever the other one might, with the probabilities that it logged. Not thread-safe.
 */
public final class OffPolicyEvaluation {
  private static final byte FORMAT = 1;

  private final Moments logging = new Moments();
  private final Moments weighted = new Moments();
  private final Moments corrected = new Moments();

  /** The first reward, from which those in the sums count, lest large ones drown their spread. */
  private double zero = Double.NaN;

  // Sums over all: w, w², w r, w² r, w² r².
  private double sumW;
  private double sumW2;
  private double sumWr;
  private double sumW2r;
  private double sumW2r2;

  /** Takes a decision on. */
  public void add(Decided decided) {
    double w = decided.weight();
    double r = decided.reward();
    logging.add(r);
    weighted.add(w * r);
    zero = Double.isNaN(zero) ? r : zero;
    double relative = r - zero;
    sumW += w;
    sumW2 += w * w;
    sumWr += w * relative;
    sumW2r += w * w * relative;
    sumW2r2 += w * w * relative * relative;
    if (decided.modelled()) {
      corrected.add(decided.modelOfTarget() + w * (r - decided.modelOfTaken()));
    }
  }

  /** Decisions taken on. */
  public long decisions() {
    return logging.count();
  }

  /** What the policy that decided has earned. */
  public Estimate logging() {
    return logging.estimate();
  }

  /**
   * Inverse propensity scoring, the mean of w r: without bias, and wide where weights are large
   * (Horvitz and Thompson, 1952; Dudík, Langford and Li, "Doubly robust policy evaluation and
   * learning", 2011, section 2).
   */
  public Estimate ips() {
    return weighted.estimate();
  }

  /**
   * Self-normalised: Σ w r / Σ w, which does not depend on where rewards have their zero
   * (Swaminathan and Joachims, "The self-normalized estimator for counterfactual learning", 2015);
   * its standard error is by the delta method. Biased by the order of 1 / decisions.
   */
  public Estimate selfNormalised() {
    if (!(sumW > 0)) {
      return new Estimate(Double.NaN, Double.NaN);
    }
    double value = sumWr / sumW;
    double squares = sumW2r2 - 2 * value * sumW2r + value * value * sumW2;
    return new Estimate(
        zero + value, decisions() < 2 ? Double.NaN : Math.sqrt(Math.max(0, squares)) / sumW);
  }

  /**
   * Doubly robust: what a model of rewards expects of the policy, and the weighted error of the
   * model where it can be seen; right where either the probabilities or the model are (Dudík et
   * al., 2011, equation 1). Over the decisions that came with a model; NaN where none did.
   */
  public Estimate doublyRobust() {
    return corrected.estimate();
  }

  /** As many decisions by the policy itself would tell as much: (Σ w)² / Σ w² (Kish, 1965). */
  public double effectiveDecisions() {
    return sumW2 > 0 ? sumW * sumW / sumW2 : 0;
  }

  /** Writes all of it. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    logging.write(out);
    weighted.write(out);
    corrected.write(out);
    for (double sum : new double[] {zero, sumW, sumW2, sumWr, sumW2r, sumW2r2}) {
      out.writeDouble(sum);
    }
  }

  /**
   * Becomes what was written.
   *
   * @throws IOException if it was written by another version
   */
  public void read(DataInput in) throws IOException {
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("evaluation format %d found, %d expected".formatted(format, FORMAT));
    }
    logging.read(in);
    weighted.read(in);
    corrected.read(in);
    zero = in.readDouble();
    sumW = in.readDouble();
    sumW2 = in.readDouble();
    sumWr = in.readDouble();
    sumW2r = in.readDouble();
    sumW2r2 = in.readDouble();
  }
}
