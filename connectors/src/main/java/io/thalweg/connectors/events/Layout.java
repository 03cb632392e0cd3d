package io.thalweg.connectors.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The wanted fields of a record, as a tree along the dots of their names.
 *
 * @param places number of nodes, leaves and inner ones
 */
record Layout(Node root, List<Node> leaves, int places, int numeric, int categories) {

  /** A field, or an object on the way to one. */
  static final class Node {
    final String path;
    final int place;
    final Map<String, Node> children = new HashMap<>();
    final List<Role> roles = new ArrayList<>();

    Node(String path, int place) {
      this.path = path;
      this.place = place;
    }

    boolean isLeaf() {
      return !roles.isEmpty();
    }

    void meet(Draft draft) throws Unfit {
      if (draft.seen[place]) {
        throw Unfit.field(path, "twice", "once");
      }
      draft.seen[place] = true;
    }

    void read(Cell cell, Draft draft) throws IOException, Unfit {
      boolean isNull = cell.kind() == Cell.Kind.NULL;
      for (Role role : roles) {
        if (!isNull) {
          role.read(cell, draft);
        } else if (!role.optional) {
          throw role.unfit("null");
        }
      }
    }
  }

  static Layout of(EventSchema schema) {
    int text = schema.limits().textLength();
    List<Role> roles = new ArrayList<>();
    roles.add(new Role.Time(schema.time(), schema.timeFormat(), schema.maxAhead()));
    if (schema.key() != null) {
      roles.add(new Role.Name(schema.key(), true, false, text));
    }
    if (schema.id() != null) {
      roles.add(new Role.Name(schema.id(), false, true, text));
    }
    for (int i = 0; i < schema.numeric().size(); i++) {
      roles.add(new Role.Numeric(schema.numeric().get(i), i));
    }
    if (schema.image() != null) {
      roles.add(new Role.Image(schema.image()));
    }
    for (int i = 0; i < schema.categories().size(); i++) {
      roles.add(new Role.Category(schema.categories().get(i), i, text));
    }
    if (schema.label() != null) {
      roles.add(label(schema.label(), schema.classes(), true));
    }
    return of(
        roles,
        schema.format() == EventSchema.Format.JSON,
        schema.numbers(),
        schema.categories().size());
  }

  static Layout of(LabelSchema schema) {
    List<Role> roles =
        List.of(
            new Role.Name(schema.id(), false, false, schema.limits().textLength()),
            new Role.Time(schema.time(), schema.timeFormat(), schema.maxAhead()),
            label(schema.label(), schema.classes(), false));
    return of(roles, schema.format() == EventSchema.Format.JSON, 0, 0);
  }

  private static Role label(String field, List<String> classes, boolean optional) {
    return classes.isEmpty()
        ? new Role.Quantity(field, optional)
        : new Role.Label(field, classes, optional);
  }

  private static Layout of(List<Role> roles, boolean nested, int numeric, int categories) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    Node root = new Node("", 0);
    nodes.put("", root);
    for (Role role : roles) {
      node(nodes, role.field, nested).roles.add(role);
    }
    for (Node node : nodes.values()) {
      if (node.isLeaf() && !node.children.isEmpty()) {
        throw new IllegalArgumentException(
            "field '" + node.path + "': wanted as a value and as an object that holds others");
      }
    }
    List<Node> leaves = nodes.values().stream().filter(Node::isLeaf).toList();
    return new Layout(root, leaves, nodes.size(), numeric, categories);
  }

  private static Node node(Map<String, Node> nodes, String path, boolean nested) {
    Node known = nodes.get(path);
    if (known != null) {
      return known;
    }
    int dot = nested ? path.lastIndexOf('.') : -1;
    String name = path.substring(dot + 1);
    if (name.isEmpty() || dot == 0) {
      throw new IllegalArgumentException("field '" + path + "': a name is empty");
    }
    Node parent = node(nodes, dot < 0 ? "" : path.substring(0, dot), nested);
    Node node = new Node(path, nodes.size());
    nodes.put(path, node);
    parent.children.put(name, node);
    return node;
  }

  /** Refuses a record that lacks a field that it must have. */
  void checkComplete(Draft draft) throws Unfit {
    for (Node leaf : leaves) {
      if (!draft.seen[leaf.place]) {
        for (Role role : leaf.roles) {
          if (!role.optional) {
            throw Unfit.absent(leaf.path, role.expected);
          }
        }
      }
    }
  }
}
