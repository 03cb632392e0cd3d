package io.thalweg.connectors.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Looks up what stands for a secret in Kafka properties, at the moment when a client is made, in
 * the process that makes it. Kafka's own providers leave a placeholder where it is when there is
 * nothing to put in its place, so that a broker is sent "${env:PASSWORD}" as a password; these say
 * what is missing.
 */
abstract class Secret implements ConfigProvider {
  /** Largest secret file; the longest thing of use is a chain of certificates. */
  static final int MAX_BYTES = 1 << 20;

  private Map<String, ?> askedForBy = Map.of();

  /** Parameters say which property asks for which name. */
  @Override
  public void configure(Map<String, ?> parameters) {
    askedForBy = Map.copyOf(parameters);
  }

  @Override
  public ConfigData get(String path) {
    return new ConfigData(Map.of());
  }

  /** The path is what stands before a second colon, so part of the name here. */
  @Override
  public ConfigData get(String path, Set<String> keys) {
    Map<String, String> values = new HashMap<>();
    for (String key : keys) {
      String name = path == null || path.isEmpty() ? key : path + ":" + key;
      Object property = askedForBy.get(name);
      values.put(key, lookUp(name, property == null ? "?" : property.toString()));
    }
    return new ConfigData(values);
  }

  abstract String lookUp(String name, String property);

  @Override
  public void close() {}

  /** {@code ${env:NAME}}. */
  public static final class Environment extends Secret {
    @Override
    String lookUp(String name, String property) {
      String value = System.getenv(name);
      if (value == null) {
        throw new ConfigException(
            "kafka property '"
                + property
                + "': environment variable "
                + name
                + " is not set in this process: set it for every process of the cluster that runs"
                + " the job");
      }
      return value;
    }
  }

  /** {@code ${file:/path}}: the content of the file without its last line break. */
  public static final class TextFile extends Secret {
    @Override
    String lookUp(String name, String property) {
      try (InputStream in = Files.newInputStream(Path.of(name))) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw refused(name, property, "is larger than " + MAX_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
      } catch (IOException e) {
        throw refused(name, property, "cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }

    private static ConfigException refused(String name, String property, String why) {
      return new ConfigException(
          "kafka property '"
              + property
              + "': file "
              + name
              + " "
              + why
              + ": put a readable file there on every machine that runs the job");
    }
  }
}
