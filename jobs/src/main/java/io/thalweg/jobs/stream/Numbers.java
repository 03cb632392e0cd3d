package io.thalweg.jobs.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers in state and between tasks. */
public final class Numbers {
  private Numbers() {}

  public static void write(float[] numbers, DataOutput out) throws IOException {
    out.writeInt(numbers.length);
    for (float number : numbers) {
      out.writeFloat(number);
    }
  }

  public static float[] read(DataInput in) throws IOException {
    float[] numbers = new float[in.readInt()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readFloat();
    }
    return numbers;
  }

  /** Writes figures by their names, in the map's order. */
  public static void write(Map<String, Double> figures, DataOutput out) throws IOException {
    out.writeInt(figures.size());
    for (Map.Entry<String, Double> figure : figures.entrySet()) {
      Texts.write(figure.getKey(), out);
      out.writeDouble(figure.getValue());
    }
  }

  /** In the order in which they were written. */
  public static Map<String, Double> readFigures(DataInput in) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      figures.put(Texts.read(in), in.readDouble());
    }
    return figures;
  }
}
