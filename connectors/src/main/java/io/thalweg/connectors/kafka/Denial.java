package io.thalweg.connectors.kafka;

import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/**
 * What a broker and a client hold against each other, in words that say whether it is the password,
 * the certificate or a right, and which property to change. Where a secret stands is said, never
 * what it is.
 */
public final class Denial {
  private static final String RIGHTS =
      "ask for that right (docs/security.md lists them), or for someone who has it to do it";

  private Denial() {}

  /**
   * What was found and what to do about it; empty where it is neither about who one is nor about
   * what one may.
   *
   * @param thrown by a client, or what it was thrown for
   */
  public static Optional<String> in(Throwable thrown, KafkaSettings settings) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SslAuthenticationException) {
        return Optional.of(certificate(innermost(cause).getMessage(), settings));
      }
      if (cause instanceof AuthenticationException) {
        return Optional.of(login(String.valueOf(cause.getMessage()), settings));
      }
      if (cause instanceof AuthorizationException) {
        return Optional.of("(" + cause.getMessage() + "): " + RIGHTS);
      }
    }
    return Optional.empty();
  }

  /** A broker says "invalid credentials" of users that it does not know, too. */
  private static String login(String found, KafkaSettings settings) {
    return found.toLowerCase(Locale.ROOT).contains("credentials")
        ? "(user or password refused: %s): correct %s"
            .formatted(found, settings.source("sasl.jaas.config"))
        : "(login refused: %s): check %s and %s"
            .formatted(
                found, settings.source("sasl.mechanism"), settings.source("security.protocol"));
  }

  private static String certificate(String found, KafkaSettings settings) {
    String alert = String.valueOf(found);
    if (alert.startsWith("No subject alternative") || alert.startsWith("No name matching")) {
      return "(the broker's certificate is that of another host: %s): name brokers in bootstrap.servers and advertised.listeners as their certificates do"
          .formatted(alert);
    }
    if (alert.startsWith("Received fatal alert")) {
      return "(the broker refused this client's certificate, or misses one: %s): check %s"
          .formatted(alert, settings.source("ssl.keystore.location"));
    }
    return "(the broker's certificate is not trusted: %s): put the certificate of its authority into %s"
        .formatted(alert, settings.source("ssl.truststore.location"));
  }

  private static Throwable innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
