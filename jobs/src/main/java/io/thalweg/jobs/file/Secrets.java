package io.thalweg.jobs.file;

import java.util.regex.Pattern;

/** Which Kafka properties hold secrets. */
final class Secrets {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(password|secret|jaas|credential|token|private|ssl\\.(keystore\\.key|"
              + "truststore\\.certificates|keystore\\.certificate)).*");

  /** A value that says only where the secret is. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

  private Secrets() {}

  static String masked(String name, String value) {
    return SECRET.matcher(name).matches() && !PLACEHOLDER.matcher(value).matches()
        ? "********"
        : value;
  }
}
