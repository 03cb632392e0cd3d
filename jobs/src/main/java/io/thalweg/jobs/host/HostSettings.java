package io.thalweg.jobs.host;

import io.thalweg.environments.Environments;
import java.time.Duration;

/**
 * What a host drives, and through which topics.
 *
 * @param count of environments, at least 1
 * @param name first part of the environments' names; of two hosts at the same topics not the same
 * @param seed of the environments' episodes
 * @param resend after how long without an answer an observation is sent again
 * @param steps of all environments together, after which it ends; 0: it goes on
 */
public record HostSettings(
    Environments.Entry world,
    int count,
    String name,
    long seed,
    String observations,
    String actions,
    Duration resend,
    long steps) {
  public HostSettings {
    if (count < 1 || count > 1 << 16) {
      throw new IllegalArgumentException(
          "%d environments found, 1 to %d expected".formatted(count, 1 << 16));
    }
  }
}
