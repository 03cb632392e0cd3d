package io.thalweg.environments;

import io.thalweg.environments.classic.Acrobot;
import io.thalweg.environments.classic.CartPole;
import io.thalweg.environments.classic.MountainCar;
import io.thalweg.environments.classic.Pendulum;
import io.thalweg.environments.minatar.Asterix;
import io.thalweg.environments.minatar.Breakout;
import io.thalweg.environments.minatar.Freeway;
import io.thalweg.environments.minatar.Seaquest;
import io.thalweg.environments.minatar.SpaceInvaders;
import io.thalweg.environments.tabular.CliffWalking;
import io.thalweg.environments.tabular.FrozenLake;
import io.thalweg.environments.tabular.Taxi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Environments by name. A new one is a class and a line in {@link #OWN}; a jar of your own adds
 * some through a {@link Provider}.
 */
public final class Environments {
  /**
   * An environment that can be made.
   *
   * @param name short, as on the command line
   * @param id as in Gymnasium, or what it is there
   * @param timeLimit most steps of an episode; 0: none
   */
  public record Entry(String name, String id, int timeLimit, Supplier<Environment> world) {
    /** A new one, with its time limit. */
    public Environment make() {
      return timeLimit == 0 ? world.get() : new TimeLimit(world.get(), timeLimit);
    }
  }

  /** Found by {@link ServiceLoader}: a file in META-INF/services names the class. */
  public interface Provider {
    List<Entry> environments();
  }

  private static final List<Entry> OWN =
      List.of(
          new Entry("cartpole", "CartPole-v1", 500, CartPole::new),
          new Entry("mountain-car", "MountainCar-v0", 200, MountainCar::new),
          new Entry("acrobot", "Acrobot-v1", 500, Acrobot::new),
          new Entry("pendulum", "Pendulum-v1", 200, Pendulum::new),
          new Entry(
              "pendulum-5",
              "Pendulum-v1 with 5 torques",
              200,
              () -> new DiscreteActions(new Pendulum(), 5)),
          new Entry(
              "cartpole-masked",
              "CartPole-v1 without velocities",
              500,
              () -> new Masked(new CartPole(), 0, 2)),
          new Entry("frozen-lake", "FrozenLake-v1", 100, () -> FrozenLake.small(true)),
          new Entry("frozen-lake-8x8", "FrozenLake8x8-v1", 200, () -> FrozenLake.large(true)),
          new Entry("cliff-walking", "CliffWalking-v1", 0, CliffWalking::new),
          new Entry("taxi", "Taxi-v4", 200, Taxi::new),
          new Entry("minatar-breakout", "MinAtar/Breakout-v1", 0, Breakout::new),
          new Entry("minatar-space-invaders", "MinAtar/SpaceInvaders-v1", 0, SpaceInvaders::new),
          new Entry("minatar-asterix", "MinAtar/Asterix-v1", 0, Asterix::new),
          new Entry("minatar-freeway", "MinAtar/Freeway-v1", 0, Freeway::new),
          new Entry("minatar-seaquest", "MinAtar/Seaquest-v1", 0, Seaquest::new));

  private Environments() {}

  /** All that can be made, those of this module first. */
  public static List<Entry> all() {
    List<Entry> all = new ArrayList<>(OWN);
    ServiceLoader.load(Provider.class).forEach(provider -> all.addAll(provider.environments()));
    return Collections.unmodifiableList(all);
  }

  /**
   * One by its name or id.
   *
   * @throws IllegalArgumentException if there is none; names those that there are
   */
  public static Entry named(String name) {
    return all().stream()
        .filter(entry -> entry.name().equals(name) || entry.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "environment '%s' found, one of %s expected"
                        .formatted(
                            name,
                            all().stream().map(Entry::name).collect(Collectors.joining(", ")))));
  }
}
