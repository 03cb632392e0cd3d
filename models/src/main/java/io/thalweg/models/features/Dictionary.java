package io.thalweg.models.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a categorical feature's values, given out in the order in which values are learned.
 * All values that come when only the last input is left share it.
 */
final class Dictionary {
  /** A value that has no input (yet). */
  static final int UNKNOWN = -1;

  private static final int MAXIMAL_BYTES = 1 << 20;

  private final int size;
  private final List<String> values = new ArrayList<>();
  private final Map<String, Integer> inputs = new HashMap<>();
  private int marked;

  Dictionary(int size) {
    this.size = size;
  }

  void learn(String value) {
    if (values.size() < size - 1 && inputs.putIfAbsent(value, values.size()) == null) {
      values.add(value);
    }
  }

  int input(String value) {
    Integer input = inputs.get(value);
    if (input != null) {
      return input;
    }
    return values.size() == size - 1 ? size - 1 : UNKNOWN;
  }

  List<String> values() {
    return List.copyOf(values);
  }

  void mark() {
    marked = values.size();
  }

  void rollBack() {
    while (values.size() > marked) {
      inputs.remove(values.remove(values.size() - 1));
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(values.size());
    for (String value : values) {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
  }

  void read(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count >= size) {
      throw new IOException("dictionary of " + count + " values found, at most " + (size - 1));
    }
    values.clear();
    inputs.clear();
    for (int i = 0; i < count; i++) {
      learn(text(in));
    }
    if (values.size() != count) {
      throw new IOException("dictionary with a value twice found");
    }
  }

  private static String text(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAXIMAL_BYTES) {
      throw new IOException("text of " + length + " bytes found, at most " + MAXIMAL_BYTES);
    }
    byte[] text = new byte[length];
    in.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
