package io.thalweg.jobs.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The keys of a mapping, nested ones by their path, each known and given once; what is not has been
 * reported.
 */
final class Document {
  private final String prefix;

  /** The prefix as keys have it. */
  private final String keyPrefix;

  private final List<Key<?>> keys;
  private final Mistakes mistakes;
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<String, Node> values = new HashMap<>();

  private Document(String prefix, List<Key<?>> keys, Mistakes mistakes) {
    this.prefix = prefix;
    keyPrefix = prefix.replaceAll("\\[[0-9]+]", "[]");
    this.keys = keys;
    this.mistakes = mistakes;
  }

  /**
   * @param keys all that may occur; their paths begin with {@code prefix}, in which list elements
   *     have a number
   */
  static Document of(MappingNode root, List<Key<?>> keys, String prefix, Mistakes mistakes) {
    Document document = new Document(prefix, keys, mistakes);
    document.lines.put("", Place.line(root));
    document.walk("", root);
    return document;
  }

  boolean has(Key<?> key) {
    return lines.containsKey(local(key));
  }

  /** The line of a key, or of the nearest section around it. */
  int line(Key<?> key) {
    String path = local(key);
    while (!lines.containsKey(path)) {
      path = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
    }
    return lines.get(path);
  }

  /** What the file says, or the default; empty where there is none or the value is wrong. */
  <T> Optional<T> read(Key<T> key) {
    Node node = values.get(local(key));
    if (node != null) {
      return key.type().read(new Place(shown(local(key)), node, key.remedy(), mistakes));
    }
    if (key.isRequired() && !has(key)) {
      missing(key, "add it");
    }
    return has(key) ? Optional.empty() : Optional.ofNullable(key.otherwise());
  }

  void missing(Key<?> key, String remedy) {
    mistakes.add(line(key), shown(local(key)), "nothing", key.type().expected(), remedy);
  }

  private void walk(String section, MappingNode mapping) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        enter(section, name, tuple.getValueNode());
      } else {
        mistakes.add(
            Place.line(tuple.getKeyNode()),
            shown(section.isEmpty() ? "?" : section + ".?"),
            Place.found(tuple.getKeyNode()) + " as a key",
            "a name",
            "see docs/job-file.md");
      }
    }
  }

  private void enter(String section, ScalarNode name, Node value) {
    String path = section.isEmpty() ? name.getValue() : section + "." + name.getValue();
    int line = Place.line(name);
    Map<String, Boolean> siblings = siblings(section);
    if (!siblings.containsKey(name.getValue())) {
      unknown(line, path, name.getValue(), siblings);
    } else if (lines.containsKey(path)) {
      mistakes.add(
          line,
          shown(path),
          "it a second time",
          "it once (line " + lines.get(path) + ")",
          "remove one of the two");
    } else {
      lines.put(path, line);
      if (!siblings.get(name.getValue())) {
        values.put(path, value);
      } else if (value instanceof MappingNode mapping) {
        walk(path, mapping);
      } else {
        mistakes.add(
            line,
            shown(path),
            Place.found(value),
            "a section with " + String.join(", ", siblings(path).keySet()),
            "write these keys under it, each on a line of its own and indented");
      }
    }
  }

  private void unknown(int line, String path, String name, Map<String, Boolean> siblings) {
    mistakes.add(
        line,
        shown(path.length() <= 100 ? path : path.substring(0, 100) + "…"),
        "an unknown key",
        "one of " + String.join(", ", siblings.keySet()),
        Suggestion.of(name, siblings.keySet(), keys.stream().map(this::local).toList())
            .map(suggestion -> "did you mean '" + shown(suggestion.of(path)) + "'?")
            .orElse("remove it"));
  }

  /** Names that may occur in a section; true: the name of a section. */
  private Map<String, Boolean> siblings(String section) {
    Map<String, Boolean> names = new LinkedHashMap<>();
    String start = section.isEmpty() ? "" : section + ".";
    for (String path : keys.stream().map(this::local).toList()) {
      if (path.startsWith(start)) {
        String rest = path.substring(start.length());
        int dot = rest.indexOf('.');
        names.put(dot < 0 ? rest : rest.substring(0, dot), dot >= 0);
      }
    }
    return names;
  }

  private String local(Key<?> key) {
    return key.path().substring(keyPrefix.length());
  }

  private String shown(String path) {
    return prefix + path;
  }
}
