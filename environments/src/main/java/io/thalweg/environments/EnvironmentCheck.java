package io.thalweg.environments;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Puts an environment through the contract of {@link Environment}: it is played with random actions
 * and what is wrong is told.
 */
public final class EnvironmentCheck {
  private static final int STEPS = 2_000;

  private final Supplier<Environment> make;
  private final Map<String, Violation> violations = new LinkedHashMap<>();
  private final Space actions;
  private final Space observations;

  private EnvironmentCheck(Supplier<Environment> make) {
    this.make = make;
    Environment environment = make.get();
    actions = environment.actionSpace();
    observations = environment.observationSpace();
  }

  /**
   * Plays.
   *
   * @param make makes a new one at each call
   * @return what is wrong, each kind once: as it was first, and how often; empty: nothing was found
   */
  public static List<String> violations(Supplier<Environment> make) {
    EnvironmentCheck check = new EnvironmentCheck(make);
    check.refusesStepsOutsideEpisodes();
    check.refusesForeignActions();
    check.plays();
    check.isDeterministic();
    return check.violations.values().stream().map(Violation::toString).toList();
  }

  /** Of one kind. */
  private static final class Violation {
    private final String first;
    private int count;

    Violation(String first) {
      this.first = first;
    }

    @Override
    public String toString() {
      return count == 1 ? first : "%s (%,d times)".formatted(first, count);
    }
  }

  private void wrong(String violation) {
    wrong(violation, () -> violation);
  }

  /**
   * @param kind what all of them have in common
   * @param told with the values of this one
   */
  private void wrong(String kind, Supplier<String> told) {
    violations.computeIfAbsent(kind, first -> new Violation(told.get())).count++;
  }

  private float[] action(SplittableRandom random) {
    float[] action = new float[actions.size()];
    if (actions instanceof Space.Discrete discrete) {
      action[0] = random.nextInt(discrete.n());
    } else if (actions instanceof Space.Box box) {
      for (int i = 0; i < action.length; i++) {
        double low = Math.max(box.low()[i], -1e3);
        double high = Math.min(box.high()[i], 1e3);
        action[i] = (float) (low + random.nextDouble() * (high - low));
      }
    }
    return action;
  }

  private float[] seen(Environment environment) {
    float[] seen = new float[observations.size() + 2];
    Arrays.fill(seen, Float.NaN);
    environment.observe(seen, 1);
    if (!Float.isNaN(seen[0]) || !Float.isNaN(seen[seen.length - 1])) {
      wrong("observe writes outside its part of the array");
    }
    float[] own = Arrays.copyOfRange(seen, 1, seen.length - 1);
    if (!observations.contains(own, 0)) {
      wrong(
          "observation",
          () -> "observation %s found, %s expected".formatted(Arrays.toString(own), observations));
    }
    return own;
  }

  private void refusesStepsOutsideEpisodes() {
    SplittableRandom random = new SplittableRandom(1);
    Environment environment = make.get();
    if (!refuses(environment, action(random), IllegalStateException.class)) {
      wrong("a step before the first reset is not refused with an IllegalStateException");
    }
    environment.reset(1);
    for (int i = 0; i < 10 * STEPS && !ended(environment); i++) {
      environment.step(action(random), 0);
    }
    if (ended(environment) && !refuses(environment, action(random), IllegalStateException.class)) {
      wrong("a step after the end is not refused with an IllegalStateException");
    }
  }

  private static boolean ended(Environment environment) {
    return environment.terminated() || environment.truncated();
  }

  private static boolean refuses(
      Environment environment, float[] action, Class<? extends RuntimeException> expected) {
    try {
      environment.step(action, 0);
      return false;
    } catch (RuntimeException refused) {
      return expected.isInstance(refused);
    }
  }

  private void refusesForeignActions() {
    for (float foreign : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e6f, 1e6f, 0.5f}) {
      float[] action = new float[actions.size()];
      Arrays.fill(action, foreign);
      if (actions.contains(action, 0)) {
        continue;
      }
      Environment environment = make.get();
      environment.reset(3);
      float[] before = seen(environment);
      if (!refuses(environment, action, IllegalArgumentException.class)) {
        wrong(
            "foreign action",
            () -> "action %s is not refused with an IllegalArgumentException".formatted(foreign));
      } else if (!Arrays.equals(before, seen(environment))) {
        wrong("an action that is refused changes the state");
      }
    }
  }

  private void plays() {
    SplittableRandom random = new SplittableRandom(5);
    Environment environment = make.get();
    boolean begin = true;
    for (int i = 0; i < STEPS; i++) {
      if (begin) {
        environment.reset(random.nextLong());
        if (environment.reward() != 0 || ended(environment)) {
          wrong("after a reset there is a reward or an end");
        }
      } else {
        environment.step(action(random), 0);
        if (!Double.isFinite(environment.reward())) {
          double reward = environment.reward();
          wrong("reward", () -> "reward %s found, a finite one expected".formatted(reward));
        }
      }
      begin = ended(environment);
      seen(environment);
    }
    if (environment.render().isBlank() || environment.info() == null) {
      wrong("render or info is empty");
    }
  }

  /** The second one has played before, and is looked at more often. */
  private void isDeterministic() {
    Environment one = make.get();
    Environment other = make.get();
    other.reset(8);
    for (int i = 0; i < 20 && !ended(other); i++) {
      other.step(action(new SplittableRandom(i)), 0);
    }
    SplittableRandom random = new SplittableRandom(6);
    for (long episode = 0; episode < 5; episode++) {
      one.reset(episode);
      other.reset(episode);
      boolean same = Arrays.equals(seen(one), seen(other));
      for (int i = 0; i < STEPS / 10 && same && !ended(one); i++) {
        float[] action = action(random);
        one.step(action, 0);
        other.step(action, 0);
        other.render();
        seen(other);
        same =
            Arrays.equals(seen(one), seen(other))
                && one.reward() == other.reward()
                && one.terminated() == other.terminated()
                && one.truncated() == other.truncated();
      }
      if (!same) {
        wrong("the same seed and actions give different episodes");
      }
    }
  }
}
