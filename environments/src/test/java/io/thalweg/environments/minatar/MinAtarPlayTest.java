package io.thalweg.environments.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Environments;
import io.thalweg.environments.Space;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Games are neither won nor lost at once by who plays at random. */
class MinAtarPlayTest {
  @ParameterizedTest
  @CsvSource({
    "minatar-breakout, 0.1, 3, 7, 60",
    "minatar-space-invaders, 0.5, 10, 30, 400",
    "minatar-asterix, 0.1, 3, 20, 300",
    "minatar-freeway, 0, 3, 2500, 2500",
    "minatar-seaquest, 0, 3, 20, 300"
  })
  void random_play(
      String name, double leastReturn, double mostReturn, double leastLength, double mostLength) {
    Environment game = Environments.named(name).make();
    int actions = ((Space.Discrete) game.actionSpace()).n();
    SplittableRandom random = new SplittableRandom(5);
    double sum = 0;
    double steps = 0;
    int episodes = 100;
    for (int episode = 0; episode < episodes; episode++) {
      game.reset(episode);
      while (!game.terminated()) {
        game.step(new float[] {random.nextInt(actions)}, 0);
        sum += game.reward();
        steps++;
      }
    }
    assertThat(sum / episodes).isBetween(leastReturn, mostReturn);
    assertThat(steps / episodes).isBetween(leastLength, mostLength);
  }

  @Test
  void about_a_tenth_of_actions_stick() {
    Asterix game = new Asterix();
    int moved = 0;
    int tries = 2_000;
    for (int i = 0; i < tries; i++) {
      game.reset(i);
      game.step(new float[] {1}, 0); // before it, nothing was done
      moved += game.column() == 4 ? 1 : 0;
    }
    assertThat(moved / (double) tries).isBetween(0.88, 0.92);
  }
}
