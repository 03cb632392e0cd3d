package io.thalweg.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules that Prometheus evaluates. */
final class Alerts {
  static final Path RULES = Path.of("prometheus", "alerts.yaml");

  private static final Pattern METRIC = Pattern.compile("\\bflink_\\w+(\\{[^}]*})?");

  private Alerts() {}

  static List<JsonNode> all() throws IOException {
    return Board.list(yaml(RULES).at("/groups/0/rules"));
  }

  static JsonNode yaml(Path file) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
  }

  /** All that any of them asks for, with the labels that it asks for. */
  static Set<String> metrics() throws IOException {
    return all().stream()
        .flatMap(rule -> METRIC.matcher(rule.get("expr").asText()).results())
        .map(found -> found.group())
        .collect(Collectors.toSet());
  }
}
