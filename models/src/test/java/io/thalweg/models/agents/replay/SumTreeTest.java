package io.thalweg.models.agents.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTreeTest {
  /** Whole numbers have exact sums, so the tree must agree with a walk along the slots. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 100})
  void a_share_is_found_where_a_walk_along_the_slots_finds_it(int slots) {
    Random random = new Random(slots);
    SumTree tree = new SumTree(slots);
    int[] numbers = new int[slots];
    for (int change = 0; change < 50; change++) {
      int slot = random.nextInt(slots);
      numbers[slot] = random.nextInt(5);
      tree.set(slot, numbers[slot]);
      int share = 0;
      for (int i = 0; i < slots; i++) {
        for (int part = 0; part < numbers[i]; part++) {
          assertThat(tree.find(share + 0.5)).as("slots %d, share %d", slots, share).isEqualTo(i);
          assertThat(tree.find(share)).isEqualTo(i);
          share++;
        }
      }
      assertThat(tree.total()).isEqualTo(share);
    }
  }

  @Test
  void no_rounding_finds_a_slot_of_nothing() {
    Random random = new Random(3);
    SumTree tree = new SumTree(1000);
    for (int i = 0; i < 700; i++) {
      tree.set(i, random.nextInt(3) == 0 ? 0 : random.nextDouble() * 1e-3);
    }
    tree.set(699, 0);
    for (int i = 0; i < 20_000; i++) {
      assertThat(tree.get(tree.find(tree.total() * random.nextDouble()))).isPositive();
    }
    assertThat(tree.get(tree.find(tree.total()))).isPositive();
    assertThat(tree.get(tree.find(Math.nextUp(tree.total())))).isPositive();
  }

  @Test
  void sums_depend_on_the_leaves_and_not_on_their_history() {
    Random random = new Random(4);
    SumTree changed = new SumTree(300);
    for (int i = 0; i < 5_000; i++) {
      changed.set(random.nextInt(300), random.nextDouble());
    }
    SumTree anew = new SumTree(300);
    for (int i = 0; i < 300; i++) {
      anew.put(i, changed.get(i));
    }
    anew.sum();
    assertThat(anew.total()).isEqualTo(changed.total()).isCloseTo(150, within(30.0));
    for (int i = 0; i < 1_000; i++) {
      double share = random.nextDouble() * anew.total();
      assertThat(anew.find(share)).isEqualTo(changed.find(share));
    }
  }
}
