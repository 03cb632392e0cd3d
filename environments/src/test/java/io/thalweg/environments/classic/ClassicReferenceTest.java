package io.thalweg.environments.classic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.environments.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Held against src/test/reference/classic.py, which was written apart from these classes. */
class ClassicReferenceTest {
  private interface Setter {
    void set(double[] state);
  }

  private interface Shown {
    double[] of(double[] state);
  }

  private static List<String> lines(String name) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                ClassicReferenceTest.class.getResourceAsStream(name + ".csv"), UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static void check(String name, int size, Environment world, Setter setter, Shown shown)
      throws IOException {
    int ends = 0;
    float[] observation = new float[world.observationSpace().size()];
    for (String line : lines(name)) {
      String[] parts = line.split(",", -1);
      double[] numbers =
          Arrays.stream(parts, 0, 2 * size + 2).mapToDouble(Double::parseDouble).toArray();
      boolean end = Boolean.parseBoolean(parts[2 * size + 2]);
      setter.set(Arrays.copyOf(numbers, size));
      world.step(new float[] {(float) numbers[size]}, 0);
      world.observe(observation, 0);
      double[] expected = shown.of(Arrays.copyOfRange(numbers, size + 1, 2 * size + 1));
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) observation[i])
            .as("%s, number %d", line, i)
            .isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
      }
      assertThat(world.reward()).as(line).isCloseTo(numbers[2 * size + 1], within(1e-6));
      assertThat(world.terminated()).as(line).isEqualTo(end);
      ends += end ? 1 : 0;
    }
    assertThat(ends).as("episodes that end").isBetween(name.equals("pendulum") ? 0 : 20, 400);
  }

  private static double[] rotating(double[] s) {
    return new double[] {
      Math.cos(s[0]), Math.sin(s[0]), Math.cos(s[1]), Math.sin(s[1]), s[2], s[3]
    };
  }

  @Test
  void a_step_is_gymnasiums() throws IOException {
    CartPole cart = new CartPole();
    check("cartpole", 4, cart, s -> cart.set(s[0], s[1], s[2], s[3]), s -> s);
    MountainCar car = new MountainCar();
    check("mountain-car", 2, car, s -> car.set(s[0], s[1]), s -> s);
    Acrobot acrobot = new Acrobot();
    check(
        "acrobot",
        4,
        acrobot,
        s -> acrobot.set(s[0], s[1], s[2], s[3]),
        ClassicReferenceTest::rotating);
    Pendulum pendulum = new Pendulum();
    check(
        "pendulum",
        2,
        pendulum,
        s -> pendulum.set(s[0], s[1]),
        s -> new double[] {Math.cos(s[0]), Math.sin(s[0]), s[1]});
  }
}
