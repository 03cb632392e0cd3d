package io.thalweg.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What PyTorch computed; src/test/reference has the programs and how to run them. */
public final class PyTorchNumbers {
  private PyTorchNumbers() {}

  /** Those of a name in the file {@code pytorch.txt} beside a test. */
  public static float[] of(Class<?> test, String name) throws IOException {
    try (InputStream in = test.getResourceAsStream("pytorch.txt")) {
      String line =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(each -> each.startsWith(name + " "))
              .findFirst()
              .orElseThrow();
      String[] numbers = line.substring(name.length() + 1).split(" ", -1);
      float[] values = new float[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(numbers[i]);
      }
      return values;
    }
  }
}
