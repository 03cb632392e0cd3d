package io.thalweg.jobs.cluster;

import java.net.URI;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.runtime.net.SSLUtils;

/**
 * Where Flink's REST interface is and, where it speaks TLS, whom to trust there and who one is: as
 * {@code security.ssl.*} says, of the cluster's own options or of the configuration in {@code
 * FLINK_CONF_DIR}, where Flink's command line looks, too.
 *
 * @param security nothing but options of TLS
 */
record RestAddress(String host, int port, boolean tls, Map<String, String> security) {
  private static final String HTTPS = "https://";
  private static final String HTTP = "http://";
  private static final String SECURITY = "security.ssl.";

  /**
   * As a person writes it.
   *
   * @param address {@code HOST:PORT}, or {@code https://HOST:PORT} where it speaks TLS
   */
  static RestAddress parse(String address) {
    boolean tls = address.startsWith(HTTPS);
    String rest = address.replaceFirst("^https?://", "").replaceFirst("/$", "");
    int colon = rest.lastIndexOf(':');
    try {
      int port = Integer.parseInt(rest.substring(colon + 1));
      if (colon > 0 && port > 0 && port <= 65_535) {
        return new RestAddress(
            rest.substring(0, colon), port, tls, tls ? fromEnvironment(address) : Map.of());
      }
    } catch (NumberFormatException e) {
      // Said below, as for an address without a port.
    }
    throw new ClusterException(
        "'%s' found, HOST:PORT of a Flink dashboard expected, such as localhost:8081 or, where it speaks TLS, https://localhost:8081"
            .formatted(address));
  }

  /** Of a cluster whose options are known. */
  static RestAddress of(String host, int port, Map<String, String> flink) {
    boolean tls = Configuration.fromMap(flink).get(SecurityOptions.SSL_REST_ENABLED);
    return new RestAddress(host, port, tls, tls ? security(flink) : Map.of());
  }

  private static Map<String, String> fromEnvironment(String address) {
    String folder = System.getenv("FLINK_CONF_DIR");
    if (folder == null) {
      throw new ClusterException(
          "%s: nothing found that says whom to trust; set FLINK_CONF_DIR to a folder with a config.yaml that names security.ssl.rest.truststore (of './thalweg cluster': its folder conf)"
              .formatted(address));
    }
    try {
      return security(GlobalConfiguration.loadConfiguration(folder).toMap());
    } catch (IllegalConfigurationException e) {
      throw new ClusterException(
          "FLINK_CONF_DIR: '%s' found, a folder with Flink's config.yaml expected (%s)"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static Map<String, String> security(Map<String, String> options) {
    Configuration security = new Configuration();
    options.forEach(
        (key, value) -> {
          if (key.startsWith(SECURITY)) {
            security.setString(key, value);
          }
        });
    security.set(SecurityOptions.SSL_REST_ENABLED, true);
    return Map.copyOf(security.toMap());
  }

  /** Of clients; only where it speaks TLS. */
  SSLContext context() {
    try {
      return SSLUtils.createRestSSLContext(Configuration.fromMap(security), true);
    } catch (Exception e) {
      throw new ClusterException(
          "TLS with the Flink cluster at %s is not possible (%s): check security.ssl.rest.*"
              .formatted(this, e.getMessage()),
          e);
    }
  }

  URI uri() {
    return URI.create((tls ? HTTPS : HTTP) + host + ":" + port);
  }

  /** As {@link #parse} takes it; no secret is in it. */
  @Override
  public String toString() {
    return (tls ? HTTPS : "") + host + ":" + port;
  }
}
