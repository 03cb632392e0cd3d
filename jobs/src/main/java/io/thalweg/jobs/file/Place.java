package io.thalweg.jobs.file;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Where a value stands in a job file.
 *
 * @param path of its key, as {@code learning.rate}
 * @param remedy what to do about a wrong value, where its type knows nothing better
 */
record Place(String path, Node node, String remedy, Mistakes mistakes) {
  private static final int LONGEST_QUOTE = 60;

  Place inside(String subPath, Node subNode) {
    return new Place(path + subPath, subNode, remedy, mistakes);
  }

  int line() {
    return line(node);
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  void wrong(String expected) {
    wrong(expected, remedy);
  }

  void wrong(String expected, String betterRemedy) {
    mistakes.add(line(), path, found(node), expected, betterRemedy);
  }

  /** What a node is, in words, at most a short line. */
  static String found(Node node) {
    if (node instanceof SequenceNode list) {
      return list.getValue().isEmpty() ? "an empty list" : "a list";
    }
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    String text = ((ScalarNode) node).getValue();
    if (isNothing(node)) {
      return "nothing";
    }
    return "'"
        + (text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…")
        + "'";
  }

  static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
