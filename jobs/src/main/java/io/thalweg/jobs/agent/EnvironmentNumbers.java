package io.thalweg.jobs.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names of environments as the numbers that random draws are a function of: the first 64 bits of
 * their SHA-256, the same wherever an environment is answered. Not thread-safe.
 */
final class EnvironmentNumbers {
  private final MessageDigest digest;

  EnvironmentNumbers() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  long of(String environment) {
    return ByteBuffer.wrap(digest.digest(environment.getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
