package io.thalweg.models.policies;

import java.util.Map;

/**
 * What an update was like, as means over all its rows and epochs; for people, nothing depends on
 * it.
 *
 * @param policyLoss without the entropy
 * @param valueLoss half the squared error, without its coefficient
 * @param entropy of the policy, in nats
 * @param approxKl estimated divergence of the policy from the one that acted, in nats
 * @param clipFraction share of the rows whose ratio was beyond the clip coefficient
 */
public record Diagnostics(
    double policyLoss, double valueLoss, double entropy, double approxKl, double clipFraction) {
  Map<String, Double> byName() {
    return Map.of(
        "policy_loss", policyLoss,
        "value_loss", valueLoss,
        "entropy", entropy,
        "approx_kl", approxKl,
        "clip_fraction", clipFraction);
  }
}
