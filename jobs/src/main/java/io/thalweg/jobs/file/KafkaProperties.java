package io.thalweg.jobs.file;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Properties of Kafka clients, passed through. Their values may be secrets: no message quotes one.
 */
record KafkaProperties() implements Type<Map<String, String>> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,199}");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern KNOWN_PLACEHOLDER =
      Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:/.+");
  private static final int LONGEST_VALUE = 1 << 16;

  @Override
  public String expected() {
    return "properties of Kafka clients";
  }

  @Override
  public Optional<Map<String, String>> read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      place.wrong(expected(), "write one 'name: value' per line under it");
      return Optional.empty();
    }
    Map<String, String> properties = new TreeMap<>();
    boolean right = true;
    for (NodeTuple tuple : mapping.getValue()) {
      right &= read(place, tuple, properties);
    }
    return right ? Optional.of(Map.copyOf(properties)) : Optional.empty();
  }

  private static boolean read(Place place, NodeTuple tuple, Map<String, String> properties) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)
        || !NAME.matcher(key.getValue()).matches()) {
      place
          .inside("", tuple.getKeyNode())
          .wrong("the name of a Kafka property", "write it as in 'security.protocol: SASL_SSL'");
      return false;
    }
    String name = key.getValue();
    Optional<Complaint> complaint = complaint(name, tuple.getValueNode());
    if (complaint.isEmpty() && properties.containsKey(name)) {
      complaint = Optional.of(new Complaint("it twice", "each property once", "remove one"));
    }
    complaint.ifPresent(
        c ->
            place
                .mistakes()
                .add(
                    Place.line(key),
                    place.path() + "." + name,
                    c.found(),
                    c.expected(),
                    c.remedy()));
    if (complaint.isEmpty()) {
      properties.put(name, ((ScalarNode) tuple.getValueNode()).getValue());
    }
    return complaint.isEmpty();
  }

  private record Complaint(String found, String expected, String remedy) {}

  private static Optional<Complaint> complaint(String name, Node value) {
    if (KafkaSettings.isOurs(name)) {
      return Optional.of(
          new Complaint(
              "a property that the job sets itself", "one that it leaves open", "remove it"));
    }
    if (!(value instanceof ScalarNode scalar) || Place.isNothing(value)) {
      return Optional.of(
          new Complaint(
              value instanceof ScalarNode ? "nothing" : Place.found(value),
              "a text",
              "write the whole property name with its dots, as in 'ssl.truststore.location: /path'"));
    }
    if (scalar.getValue().length() > LONGEST_VALUE) {
      return Optional.of(
          new Complaint(
              scalar.getValue().length() + " characters",
              "at most " + LONGEST_VALUE,
              "put the value into a file and write ${file:/path}"));
    }
    Matcher matcher = PLACEHOLDER.matcher(scalar.getValue());
    while (matcher.find()) {
      if (!KNOWN_PLACEHOLDER.matcher(matcher.group(1)).matches()) {
        return Optional.of(
            new Complaint(
                "an unknown placeholder",
                "${env:NAME} or ${file:/absolute/path}",
                "write one of these, or the value itself"));
      }
    }
    return Optional.empty();
  }

  @Override
  public String show(Map<String, String> properties) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(properties)
        .forEach(
            (name, value) ->
                lines
                    .append("\n")
                    .append("  ")
                    .append(name)
                    .append(": ")
                    .append(Quoting.quote(masked(name, value))));
    return properties.isEmpty() ? "{}" : lines.toString();
  }

  /** A placeholder says only where the secret is. */
  private static String masked(String name, String value) {
    return KafkaSettings.isSecret(name) && !PLACEHOLDER.matcher(value).matches()
        ? "********"
        : value;
  }
}
