package io.thalweg.environments;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.environments.classic.CartPole;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EnvironmentCheckTest {
  static Stream<Environments.Entry> all() {
    return Environments.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_environment_keeps_the_contract(Environments.Entry entry) {
    assertThat(EnvironmentCheck.violations(entry::make)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_picture_is_worth_looking_at(Environments.Entry entry) {
    Environment environment = entry.make();
    environment.reset(1);
    String picture = environment.render();
    assertThat(picture.chars().filter(letter -> letter > ' ').count()).isGreaterThan(8);
  }

  /** A cart and pole with something wrong. */
  private static class Spoilt implements Environment {
    final CartPole world = new CartPole();

    @Override
    public Space observationSpace() {
      return world.observationSpace();
    }

    @Override
    public Space actionSpace() {
      return world.actionSpace();
    }

    @Override
    public void reset(long seed) {
      world.reset(seed);
    }

    @Override
    public void step(float[] actions, int offset) {
      world.step(actions, offset);
    }

    @Override
    public void observe(float[] into, int offset) {
      world.observe(into, offset);
    }

    @Override
    public double reward() {
      return world.reward();
    }

    @Override
    public boolean terminated() {
      return world.terminated();
    }

    @Override
    public String render() {
      return world.render();
    }
  }

  private static void found(java.util.function.Supplier<Environment> make, String violation) {
    assertThat(EnvironmentCheck.violations(make)).anyMatch(wrong -> wrong.startsWith(violation));
  }

  @Test
  void an_environment_that_only_wraps_a_good_one_is_good() {
    assertThat(EnvironmentCheck.violations(Spoilt::new)).isEmpty();
  }

  @Test
  void what_breaks_the_contract_is_found() {
    found(
        () ->
            new Spoilt() {
              @Override
              public void reset(long seed) {
                world.reset(System.nanoTime());
              }
            },
        "the same seed and actions give different episodes");
    found(
        () ->
            new Spoilt() {
              @Override
              public void observe(float[] into, int offset) {
                super.observe(into, offset);
                into[offset + 2] = 7;
              }
            },
        "observation [");
    found(
        () ->
            new Spoilt() {
              @Override
              public void observe(float[] into, int offset) {
                super.observe(into, offset);
                into[offset + 4] = 0;
              }
            },
        "observe writes outside");
    found(
        () ->
            new Spoilt() {
              @Override
              public double reward() {
                return Double.NaN;
              }
            },
        "after a reset there is a reward");
    found(
        () ->
            new Spoilt() {
              @Override
              public void step(float[] actions, int offset) {
                super.step(new float[] {actions[offset] > 0 ? 1 : 0}, 0);
              }
            },
        "action NaN is not refused");
    found(
        () ->
            new Spoilt() {
              @Override
              public void step(float[] actions, int offset) {
                if (world.terminated()) {
                  return;
                }
                super.step(actions, offset);
              }
            },
        "a step after the end is not refused");
    found(
        () ->
            new Spoilt() {
              @Override
              public String render() {
                return " ";
              }
            },
        "render or info is empty");
  }

  @Test
  void each_kind_of_violation_is_told_once_with_its_first_value_and_a_count() {
    assertThat(
            EnvironmentCheck.violations(
                () ->
                    new Spoilt() {
                      @Override
                      public void observe(float[] into, int offset) {
                        super.observe(into, offset);
                        into[offset + 2] += 7;
                      }
                    }))
        .singleElement()
        .asString()
        .startsWith("observation [")
        .contains(" found, 4 numbers from -4.8 to 4.8, from ")
        .containsPattern(" \\([0-9],[0-9]{3} times\\)$");
  }

  @Test
  void a_space_says_what_may_be_in_it() {
    assertThat(new Space.Discrete(6)).hasToString("one of 6");
    assertThat(Space.Box.within(2)).hasToString("1 number from -2.0 to 2.0");
    assertThat(Space.Box.within(1, 8)).hasToString("2 numbers from -1.0 to 1.0, from -8.0 to 8.0");
    assertThat(Environments.named("minatar-breakout").make().observationSpace())
        .hasToString("10 × 10 × 4 numbers from 0.0 to 1.0");
  }
}
