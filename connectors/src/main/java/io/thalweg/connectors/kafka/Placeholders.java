package io.thalweg.connectors.kafka;

import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand for a secret in a property: {@code ${env:NAME}} and {@code ${file:/path}}. They
 * are left for the Kafka client to resolve, through the providers that are named to it here.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final Map<String, Class<? extends Secret>> PROVIDERS =
      Map.of("env", Secret.Environment.class, "file", Secret.TextFile.class);

  private Placeholders() {}

  static boolean in(String value) {
    return PLACEHOLDER.matcher(value).find();
  }

  /** Whether it stands for the whole value, so that nothing of a secret is in sight. */
  static boolean isOne(String value) {
    return PLACEHOLDER.matcher(value).matches();
  }

  /** Refuses what looks like a placeholder and is none: it would be sent as it stands. */
  static void check(String property, String value) {
    String rest = PLACEHOLDER.matcher(value).replaceAll("");
    int start = rest.indexOf("${");
    if (start >= 0) {
      int end = rest.indexOf(':', start);
      String kind = end < 0 ? "${" : rest.substring(start, end + 1);
      throw new IllegalArgumentException(
          "kafka property '"
              + property
              + "': '"
              + kind
              + "…' found, ${env:NAME} or ${file:/path} expected");
    }
  }

  /** Names to the client the providers that {@code properties} need, and who asks for what. */
  static void addProviders(Properties properties) {
    TreeSet<String> kinds = new TreeSet<>();
    for (String property : new TreeSet<>(properties.stringPropertyNames())) {
      Matcher matcher = PLACEHOLDER.matcher(properties.getProperty(property));
      while (matcher.find()) {
        kinds.add(matcher.group(1));
        properties.setProperty(
            "config.providers." + matcher.group(1) + ".param." + matcher.group(2), property);
      }
    }
    for (String kind : kinds) {
      properties.setProperty("config.providers." + kind + ".class", PROVIDERS.get(kind).getName());
    }
    if (!kinds.isEmpty()) {
      properties.setProperty("config.providers", String.join(",", kinds));
    }
  }
}
