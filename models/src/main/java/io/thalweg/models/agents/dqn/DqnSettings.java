package io.thalweg.models.agents.dqn;

import io.thalweg.models.agents.replay.ReplaySettings;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Optimiser;
import io.thalweg.models.learning.Schedule;
import java.io.Serializable;
import java.util.function.Consumer;

/**
 * How an agent learns the values of actions.
 *
 * @param discount γ, of a step, in [0, 1]
 * @param steps of a return before it is bootstrapped (Sutton, 1988), at least 1
 * @param doubled whether the network that learns chooses the action whose value the target network
 *     says (van Hasselt, Guez and Silver, "Deep reinforcement learning with double Q-learning",
 *     2016)
 * @param duelling whether a value is that of the state and an advantage (Wang et al., "Dueling
 *     network architectures for deep reinforcement learning", 2016, equation 9)
 * @param atoms of a value's distribution (Bellemare, Dabney and Munos, "A distributional
 *     perspective on reinforcement learning", 2017); null: its expectation is learned
 * @param prioritised null: every transition is drawn as often as any other
 * @param sequences of observations that a recurrent network reads; null: it reads one observation
 * @param loss of an expectation; a distribution's is the cross-entropy
 * @param seed of initial parameters, draws and exploration
 */
public record DqnSettings(
    double discount,
    int steps,
    boolean doubled,
    boolean duelling,
    Atoms atoms,
    Prioritised prioritised,
    Sequences sequences,
    TargetUpdate target,
    Loss loss,
    Exploration exploration,
    Memory memory,
    Training training,
    long seed)
    implements Serializable {
  /**
   * Values that a distribution gives probabilities to, at equal distances.
   *
   * @param count at least 2; 51 in the paper
   */
  public record Atoms(int count, double least, double greatest) implements Serializable {
    public Atoms {
      if (count < 2 || count > 1 << 16 || !(greatest - least > 0 && greatest - least < 1e300)) {
        throw new IllegalArgumentException(
            "%d atoms from %s to %s found, at least 2 in rising order expected"
                .formatted(count, least, greatest));
      }
    }

    double distance() {
      return (greatest - least) / (count - 1);
    }
  }

  /**
   * Draws in proportion to errors (Schaul et al., "Prioritized experience replay", 2016).
   *
   * @param alpha how much the error counts: 0 not at all, 1 in proportion
   * @param beta how far weights make up for that at the beginning, 0 to 1
   * @param betaSteps transitions in which beta rises to 1, linearly, at least 1
   * @param epsilon added to every error
   */
  public record Prioritised(double alpha, double beta, long betaSteps, double epsilon)
      implements Serializable {
    public Prioritised {
      if (!(beta >= 0 && beta <= 1) || betaSteps < 1) {
        throw new IllegalArgumentException(
            "beta %s over %d steps found, 0 to 1 over at least 1 expected"
                .formatted(beta, betaSteps));
      }
    }

    double beta(long observed) {
      return beta + (1 - beta) * Math.min(1, (double) observed / betaSteps);
    }
  }

  /**
   * Windows of observations that follow each other, for environments that do not show all of their
   * state (Hausknecht and Stone, "Deep recurrent Q-learning for partially observable MDPs", 2015).
   * A network reads a window from a state of zeroes; of one that does not begin with its episode,
   * the first steps only make the state what it should be (Kapturowski et al., "Recurrent
   * experience replay in distributed reinforcement learning", 2019, section 3).
   *
   * @param burnIn steps that nothing is learned at, 0 to 4,096
   * @param learned steps that are learned at, 1 to 4,096
   */
  public record Sequences(int burnIn, int learned) implements Serializable {
    private static final int MOST = 4_096;

    public Sequences {
      if (burnIn < 0 || burnIn > MOST || learned < 1 || learned > MOST) {
        throw new IllegalArgumentException(
            "sequences of %d steps of burn-in and %d learned found, 0 and 1 to %d expected"
                .formatted(burnIn, learned, MOST));
      }
    }

    /** Observations that the newest action is chosen from. */
    int length() {
      return burnIn + learned;
    }
  }

  /** How the target network follows the one that learns. */
  public sealed interface TargetUpdate extends Serializable {
    /**
     * It becomes the same now and then (Mnih et al., 2015).
     *
     * @param updates of the other between two times, at least 1
     */
    record Hard(int updates) implements TargetUpdate {
      public Hard {
        if (updates < 1) {
          throw new IllegalArgumentException(updates + " updates found, at least 1 expected");
        }
      }
    }

    /**
     * It comes nearer at every update: θ⁻ ← τ θ + (1 − τ) θ⁻ (Lillicrap et al., 2016).
     *
     * @param tau in (0, 1]
     */
    record Polyak(double tau) implements TargetUpdate {
      public Polyak {
        if (!(tau > 0 && tau <= 1)) {
          throw new IllegalArgumentException("tau " + tau + " found, more than 0 to 1 expected");
        }
      }
    }
  }

  /** Of an error δ. */
  public enum Loss {
    /** δ². */
    SQUARED,
    /** δ² / 2 within ±1, |δ| − 1/2 beyond (Huber, 1964): the slope is that of Mnih et al. */
    HUBER
  }

  /**
   * Epsilon-greedy: the share of actions that are drawn from all alike falls linearly. It is part
   * of a version, so it changes with each update and not before the first.
   *
   * @param steps transitions in which it does, at least 1
   */
  public record Exploration(double from, double to, long steps) implements Serializable {
    public Exploration {
      if (!(from >= 0 && from <= 1 && to >= 0 && to <= 1) || steps < 1) {
        throw new IllegalArgumentException(
            "epsilon from %s to %s over %d steps found, 0 to 1 over at least 1 expected"
                .formatted(from, to, steps));
      }
    }

    /** The share after so many transitions. */
    public double epsilon(long observed) {
      return observed >= steps ? to : from + (to - from) * ((double) observed / steps);
    }
  }

  /**
   * Where transitions are kept.
   *
   * @param capacity how many
   * @param streams environments that they come from
   * @param storage of observations
   * @param correctable whether rewards may be corrected later
   */
  public record Memory(int capacity, int streams, Storage storage, boolean correctable)
      implements Serializable {
    /** Of any observations, and final rewards. */
    public Memory(int capacity, int streams) {
      this(capacity, streams, Storage.FLOATS);
    }

    /** Of final rewards. */
    public Memory(int capacity, int streams, Storage storage) {
      this(capacity, streams, storage, false);
    }
  }

  /**
   * When and how much is learned.
   *
   * @param starts transitions before the first update
   * @param every transitions between two times, at least 1
   * @param updates each time, at least 1
   * @param batch transitions of an update, at least 1
   * @param rate learning rate
   * @param schedule how the rate goes on, by updates
   * @param clipNorm bound of the gradient's global L2 norm (Pascanu et al., 2013); 0 turns clipping
   *     off
   * @param lossBound an update of a mean loss beyond it is refused
   */
  public record Training(
      long starts,
      int every,
      int updates,
      int batch,
      Updater updater,
      double rate,
      Schedule schedule,
      double clipNorm,
      double lossBound)
      implements Serializable {
    /** At a constant rate. */
    public Training(
        long starts,
        int every,
        int updates,
        int batch,
        Updater updater,
        double rate,
        double clipNorm,
        double lossBound) {
      this(starts, every, updates, batch, updater, rate, Schedule.CONSTANT, clipNorm, lossBound);
    }

    public Training {
      require(starts >= 0, "transitions before the first update", starts, "0 or more");
      require(every >= 1, "transitions between two times to learn", every, "at least 1");
      require(updates >= 1, "updates each time", updates, "at least 1");
      require(
          batch >= 1 && batch <= 1 << 20, "transitions of an update", batch, "1 to " + (1 << 20));
      require(rate > 0 && rate < 1e6, "rate", rate, "above 0 and below 1e6");
      require(clipNorm >= 0, "bound of the gradient's norm", clipNorm, "0 or more");
      require(lossBound > 0, "bound of the loss", lossBound, "above 0");
    }

    private static void require(boolean right, String what, Object found, String expected) {
      if (!right) {
        throw new IllegalArgumentException(
            "%s %s found, %s expected".formatted(what, found, expected));
      }
    }

    Optimiser optimiser(int size) {
      return new Optimiser(updater, rate, schedule, 0, size);
    }
  }

  /**
   * What CleanRL's {@code dqn.py} has by default, for 500,000 transitions of a classic control
   * task.
   */
  public static final DqnSettings DEFAULT =
      new DqnSettings(
          0.99,
          1,
          false,
          false,
          null,
          null,
          null,
          new TargetUpdate.Hard(50),
          Loss.SQUARED,
          new Exploration(1, 0.05, 250_000),
          new Memory(10_000, 1),
          new Training(10_000, 10, 1, 128, Updater.ADAM, 2.5e-4, 0, 1e12),
          1);

  /** The same with another discount. */
  public DqnSettings withDiscount(double other) {
    return with(draft -> draft.discount = other);
  }

  /** The same, bootstrapped after so many steps. */
  public DqnSettings withSteps(int other) {
    return with(draft -> draft.steps = other);
  }

  /** The same with double Q-learning. */
  public DqnSettings withDouble() {
    return with(draft -> draft.doubled = true);
  }

  /** The same with a duelling network. */
  public DqnSettings withDuelling() {
    return with(draft -> draft.duelling = true);
  }

  /** The same with distributions. */
  public DqnSettings withAtoms(Atoms other) {
    return with(draft -> draft.atoms = other);
  }

  /** The same with prioritised draws. */
  public DqnSettings withPrioritised(Prioritised other) {
    return with(draft -> draft.prioritised = other);
  }

  /** The same with a recurrent network. */
  public DqnSettings withSequences(Sequences other) {
    return with(draft -> draft.sequences = other);
  }

  /** The same with another target network. */
  public DqnSettings withTarget(TargetUpdate other) {
    return with(draft -> draft.target = other);
  }

  /** The same with another loss. */
  public DqnSettings withLoss(Loss other) {
    return with(draft -> draft.loss = other);
  }

  /** The same, exploring otherwise. */
  public DqnSettings withExploration(Exploration other) {
    return with(draft -> draft.exploration = other);
  }

  /** The same with another memory. */
  public DqnSettings withMemory(Memory other) {
    return with(draft -> draft.memory = other);
  }

  /** The same, learning at other times or by other steps. */
  public DqnSettings withTraining(Training other) {
    return with(draft -> draft.training = other);
  }

  /** The same with another seed. */
  public DqnSettings withSeed(long other) {
    return with(draft -> draft.seed = other);
  }

  private DqnSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** Settings of which one is to be another. */
  private static final class Draft {
    private double discount;
    private int steps;
    private boolean doubled;
    private boolean duelling;
    private Atoms atoms;
    private Prioritised prioritised;
    private Sequences sequences;
    private TargetUpdate target;
    private Loss loss;
    private Exploration exploration;
    private Memory memory;
    private Training training;
    private long seed;

    Draft(DqnSettings given) {
      discount = given.discount;
      steps = given.steps;
      doubled = given.doubled;
      duelling = given.duelling;
      atoms = given.atoms;
      prioritised = given.prioritised;
      sequences = given.sequences;
      target = given.target;
      loss = given.loss;
      exploration = given.exploration;
      memory = given.memory;
      training = given.training;
      seed = given.seed;
    }

    DqnSettings settings() {
      return new DqnSettings(
          discount,
          steps,
          doubled,
          duelling,
          atoms,
          prioritised,
          sequences,
          target,
          loss,
          exploration,
          memory,
          training,
          seed);
    }
  }

  /** Newest observations of an episode that an action is chosen from. */
  public int window() {
    return sequences == null ? 1 : sequences.length();
  }

  /** Of sequences it keeps single steps: their returns are summed where they are read. */
  ReplaySettings replay(int inputs) {
    ReplaySettings.Priorities priorities =
        prioritised == null
            ? null
            : new ReplaySettings.Priorities(prioritised.alpha(), prioritised.epsilon());
    return new ReplaySettings(
        memory.capacity(),
        inputs,
        memory.streams(),
        sequences == null ? steps : 1,
        discount,
        memory.storage(),
        priorities,
        memory.correctable(),
        sequences != null);
  }
}
