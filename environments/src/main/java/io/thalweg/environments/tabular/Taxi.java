package io.thalweg.environments.tabular;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A taxi that fetches a passenger from one of four stands and brings them to another: Dietterich,
 * "Hierarchical reinforcement learning with the MAXQ value function decomposition", 2000, with the
 * rules of Gymnasium's Taxi-v4 on a dry road with a steady passenger. Actions: south (0), north
 * (1), east (2), west (3), pick up (4), drop off (5). A step costs 1, a wrong pick-up or drop-off
 * 10; arriving is worth 20.
 *
 * <p>Observation: ((row · 5 + column) · 5 + passenger) · 4 + destination; stands are numbered R, G,
 * Y, B, and passenger 4 sits in the taxi.
 */
public final class Taxi implements Environment {
  private static final int SIDE = 5;
  private static final int STANDS = 4;
  private static final int INSIDE = 4;

  /** Squares of R, G, Y, B, row by row. */
  private static final int[] STAND = {0, 4, 20, 23};

  private static final String[] MAP = {
    "+---------+",
    "|R: | : :G|",
    "| : | : : |",
    "| : : : : |",
    "| | : | : |",
    "|Y| : |B: |",
    "+---------+"
  };
  private static final Space OBSERVATIONS = new Space.Discrete(SIDE * SIDE * (STANDS + 1) * STANDS);
  private static final Space.Discrete ACTIONS = new Space.Discrete(6);

  private final Progress progress = new Progress();
  private int row;
  private int column;
  private int passenger;
  private int destination;

  @Override
  public Space observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  /** Anywhere, the passenger at a stand and the destination another one. */
  @Override
  public void reset(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int square = random.nextInt(SIDE * SIDE);
    int stand = random.nextInt(STANDS);
    int other = (stand + 1 + random.nextInt(STANDS - 1)) % STANDS;
    set((square * (STANDS + 1) + stand) * STANDS + other);
  }

  void set(int state) {
    destination = state % STANDS;
    passenger = state / STANDS % (STANDS + 1);
    int square = state / STANDS / (STANDS + 1);
    row = square / SIDE;
    column = square % SIDE;
    progress.begin();
  }

  private int state() {
    return ((row * SIDE + column) * (STANDS + 1) + passenger) * STANDS + destination;
  }

  @Override
  public void step(float[] actions, int offset) {
    switch (progress.action(ACTIONS, actions, offset)) {
      case 0 -> go(Math.min(SIDE - 1, row + 1), column);
      case 1 -> go(Math.max(0, row - 1), column);
      case 2 -> go(row, open(2 * column + 2) ? column + 1 : column);
      case 3 -> go(row, open(2 * column) ? column - 1 : column);
      case 4 -> pickUp();
      default -> dropOff();
    }
  }

  /** Whether there is no wall at a place of this row of the map. */
  private boolean open(int place) {
    return MAP[1 + row].charAt(place) == ':';
  }

  private void go(int newRow, int newColumn) {
    row = newRow;
    column = newColumn;
    progress.moved(-1, false);
  }

  private void pickUp() {
    boolean there = passenger != INSIDE && STAND[passenger] == row * SIDE + column;
    passenger = there ? INSIDE : passenger;
    progress.moved(there ? -1 : -10, false);
  }

  /** At a wrong stand the passenger gets out all the same. */
  private void dropOff() {
    int stand = passenger == INSIDE ? standHere() : -1;
    passenger = stand < 0 ? passenger : stand;
    boolean arrived = stand == destination;
    progress.moved(arrived ? 20 : stand < 0 ? -10 : -1, arrived);
  }

  private int standHere() {
    for (int i = 0; i < STANDS; i++) {
      if (STAND[i] == row * SIDE + column) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void observe(float[] into, int offset) {
    into[offset] = state();
  }

  @Override
  public double reward() {
    return progress.reward();
  }

  @Override
  public boolean terminated() {
    return progress.terminated();
  }

  @Override
  public Map<String, Object> info() {
    return Map.of(
        "passenger",
        passenger == INSIDE ? "in the taxi" : "at " + "RGYB".charAt(passenger),
        "destination",
        String.valueOf("RGYB".charAt(destination)));
  }

  @Override
  public String render() {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < MAP.length; line++) {
      StringBuilder shown = new StringBuilder(MAP[line]);
      if (line == row + 1) {
        shown.setCharAt(2 * column + 1, passenger == INSIDE ? 'T' : 't');
      }
      text.append(shown).append('\n');
    }
    return text.append("passenger ")
        .append(info().get("passenger"))
        .append(", to ")
        .append(info().get("destination"))
        .append('\n')
        .toString();
  }
}
