package io.thalweg.models.policies;

import java.io.Serializable;

/**
 * How an actor-critic learns from each transition once. Names are Sutton and Barto's (2018, 13.5
 * and 13.6).
 *
 * @param streams environments that transitions come from, at least 1; each has its traces
 * @param gamma discount of a step, in [0, 1]
 * @param policyRate α of the policy, above 0
 * @param valueRate α of the values, above 0
 * @param policyLambda trace decay of the policy, in [0, 1]
 * @param valueLambda trace decay of the values, in [0, 1]
 * @param timeDiscount whether an action counts γᵗ at step t of its episode (I of the book); without
 *     it, late steps count as much as early ones
 * @param errorBound a transition whose δ is beyond it, either way, is refused
 */
public record ActorCriticSettings(
    int streams,
    double gamma,
    double policyRate,
    double valueRate,
    double policyLambda,
    double valueLambda,
    boolean timeDiscount,
    double errorBound)
    implements Serializable {
  /** For one environment whose returns are of the order of 1. */
  public static final ActorCriticSettings DEFAULT =
      new ActorCriticSettings(1, 0.99, 1e-3, 1e-3, 0.9, 0.9, true, 1e6);

  private static final int MOST = 1 << 20;

  public ActorCriticSettings {
    require(streams >= 1 && streams <= MOST, "streams", streams, "1 to " + MOST);
    require(gamma >= 0 && gamma <= 1, "gamma", gamma, "0 to 1");
    require(policyRate > 0 && policyRate < 1e6, "rate of the policy", policyRate, "above 0");
    require(valueRate > 0 && valueRate < 1e6, "rate of the values", valueRate, "above 0");
    require(policyLambda >= 0 && policyLambda <= 1, "lambda", policyLambda, "0 to 1");
    require(valueLambda >= 0 && valueLambda <= 1, "lambda", valueLambda, "0 to 1");
    require(errorBound > 0, "error bound", errorBound, "above 0");
  }

  private static void require(boolean right, String what, double found, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "%s %s found, %s expected".formatted(what, found, expected));
    }
  }

  /** Of a policy and values of so many parameters, the memory that traces take. */
  double traceBytes(int parameters) {
    return (double) streams * parameters * Float.BYTES;
  }

  /** The same with so many streams. */
  public ActorCriticSettings withStreams(int other) {
    return new ActorCriticSettings(
        other, gamma, policyRate, valueRate, policyLambda, valueLambda, timeDiscount, errorBound);
  }

  /** The same with other rates. */
  public ActorCriticSettings withRates(double ofPolicy, double ofValues) {
    return new ActorCriticSettings(
        streams, gamma, ofPolicy, ofValues, policyLambda, valueLambda, timeDiscount, errorBound);
  }
}
