package io.thalweg.environments.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.environments.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Held against src/test/reference/tabular.py, which was written apart from these classes. */
class TabularReferenceTest {
  private static List<String> lines(String name) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                TabularReferenceTest.class.getResourceAsStream(name + ".csv"), UTF_8))) {
      return reader.lines().toList();
    }
  }

  private static void check(String name, int transitions, Environment world, IntConsumer setter)
      throws IOException {
    List<String> lines = lines(name);
    assertThat(lines).hasSize(transitions);
    float[] seen = new float[1];
    for (String line : lines) {
      String[] parts = line.split(",", -1);
      setter.accept(Integer.parseInt(parts[0]));
      world.step(new float[] {Integer.parseInt(parts[1])}, 0);
      world.observe(seen, 0);
      assertThat(seen[0]).as(line).isEqualTo(Integer.parseInt(parts[2]));
      assertThat(world.reward()).as(line).isEqualTo(Double.parseDouble(parts[3]));
      assertThat(world.terminated()).as(line).isEqualTo(Boolean.parseBoolean(parts[4]));
    }
  }

  @Test
  void every_transition_is_gymnasiums() throws IOException {
    FrozenLake small = FrozenLake.small(false);
    check("frozen-lake", 44, small, small::set);
    FrozenLake large = FrozenLake.large(false);
    check("frozen-lake-8x8", 212, large, large::set);
    CliffWalking cliff = new CliffWalking();
    check("cliff-walking", 148, cliff, cliff::set);
    Taxi taxi = new Taxi();
    check("taxi", 3_000, taxi, taxi::set);
  }

  @Test
  void slippery_ice_leads_to_each_side_as_often_as_ahead_and_never_back() {
    FrozenLake lake = FrozenLake.large(true);
    lake.reset(4);
    Map<Integer, Integer> counts = new HashMap<>();
    float[] seen = new float[1];
    for (int i = 0; i < 30_000; i++) {
      lake.set(9); // row 1, column 1
      lake.step(new float[] {2}, 0);
      lake.observe(seen, 0);
      counts.merge((int) seen[0], 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys(10, 1, 17);
    assertThat(counts.values()).allMatch(count -> Math.abs(count - 10_000) < 400);
  }

  @Test
  void a_taxi_begins_at_each_of_the_300_states_that_are_no_end() {
    Taxi taxi = new Taxi();
    Map<Integer, Integer> counts = new HashMap<>();
    float[] seen = new float[1];
    for (long seed = 0; seed < 30_000; seed++) {
      taxi.reset(seed);
      taxi.observe(seen, 0);
      counts.merge((int) seen[0], 1, Integer::sum);
    }
    assertThat(counts).hasSize(300);
    assertThat(counts.keySet()).noneMatch(s -> s / 4 % 5 == 4 || s / 4 % 5 == s % 4);
    assertThat(counts.values()).allMatch(count -> count > 50 && count < 160);
  }

  /** The share of episodes that a fixed policy ends at the goal, by dynamic programming. */
  @Test
  void a_policy_crosses_the_lake_as_often_as_the_model_says() {
    int[] policy = {0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0};
    double[] value = new double[16];
    FrozenLake model = FrozenLake.small(false);
    String map = "SFFFFHFHFFFHHFFG";
    for (int sweep = 0; sweep < 10_000; sweep++) {
      for (int s = 0; s < 16; s++) {
        if (map.charAt(s) == 'H' || map.charAt(s) == 'G') {
          continue;
        }
        double sum = 0;
        for (int slip = -1; slip <= 1; slip++) {
          int next = model.moved(s, Math.floorMod(policy[s] + slip, 4));
          sum += map.charAt(next) == 'G' ? 1 : value[next];
        }
        value[s] = sum / 3;
      }
    }
    FrozenLake lake = FrozenLake.small(true);
    float[] seen = new float[1];
    int reached = 0;
    for (long seed = 0; seed < 4_000; seed++) {
      lake.reset(seed);
      while (!lake.terminated()) {
        lake.observe(seen, 0);
        lake.step(new float[] {policy[(int) seen[0]]}, 0);
      }
      reached += lake.reward() > 0 ? 1 : 0;
    }
    assertThat(value[0]).isGreaterThan(0.7);
    assertThat(reached / 4_000.0).isCloseTo(value[0], within(0.03));
  }
}
