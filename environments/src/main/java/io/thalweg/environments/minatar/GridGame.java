package io.thalweg.environments.minatar;

import io.thalweg.environments.Environment;
import io.thalweg.environments.Progress;
import io.thalweg.environments.Space;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What the games have in common: a grid of {@value #SIZE} × {@value #SIZE} cells with channels that
 * are 0 or 1, and actions that stick: with probability {@value #STICKINESS} the one before is taken
 * again (Machado et al., "Revisiting the arcade learning environment", 2018). No time limit but
 * Freeway's.
 *
 * <p>Observation: [row, column, channel], row by row, as {@code Space.Box} of shape [10, 10, n].
 * The text's 6 actions are reduced to those that do something.
 */
abstract class GridGame implements Environment {
  static final int SIZE = 10;
  private static final double STICKINESS = 0.1;

  private final String letters;
  private final Space.Discrete actions;
  private final Space.Box observations;
  private final Progress progress = new Progress();
  private SplittableRandom random;
  private int last;
  private boolean over;
  private float[] drawn;
  private int origin;

  /**
   * @param letters one per channel, for pictures; later ones are drawn over earlier ones
   * @param actions that do something; 0 does nothing
   */
  GridGame(String letters, int actions) {
    this.letters = letters;
    this.actions = new Space.Discrete(actions);
    int[] shape = {SIZE, SIZE, letters.length()};
    float[] high = new float[SIZE * SIZE * letters.length()];
    Arrays.fill(high, 1);
    observations = new Space.Box(shape, new float[high.length], high);
  }

  /** Sets everything to the beginning of an episode. */
  abstract void begin();

  /**
   * Plays a frame; calls {@link #lose} where the episode ends.
   *
   * @return reward
   */
  abstract double play(int action);

  /** Draws what is there by {@link #mark}. */
  abstract void draw();

  final void lose() {
    over = true;
  }

  final int draw(int bound) {
    return random.nextInt(bound);
  }

  final boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Draws a cell; one outside of the grid is not drawn. */
  final void mark(int channel, int row, int column) {
    if (isInside(row, column)) {
      drawn[origin + (row * SIZE + column) * letters.length() + channel] = 1;
    }
  }

  static boolean isInside(int row, int column) {
    return row >= 0 && row < SIZE && column >= 0 && column < SIZE;
  }

  static int clamped(int place, int least, int most) {
    return Math.max(least, Math.min(most, place));
  }

  @Override
  public final Space observationSpace() {
    return observations;
  }

  @Override
  public final Space actionSpace() {
    return actions;
  }

  @Override
  public final void reset(long seed) {
    random = new SplittableRandom(seed);
    last = 0;
    over = false;
    begin();
    progress.begin();
  }

  @Override
  public final void step(float[] given, int offset) {
    int action = progress.action(actions, given, offset);
    last = chance(STICKINESS) ? last : action;
    double reward = play(last);
    progress.moved(reward, over);
  }

  @Override
  public final void observe(float[] into, int offset) {
    Arrays.fill(into, offset, offset + observations.size(), 0);
    drawn = into;
    origin = offset;
    draw();
  }

  @Override
  public final double reward() {
    return progress.reward();
  }

  @Override
  public final boolean terminated() {
    return progress.terminated();
  }

  @Override
  public final String render() {
    float[] seen = new float[observations.size()];
    observe(seen, 0);
    StringBuilder text = new StringBuilder();
    for (int cell = 0; cell < SIZE * SIZE; cell++) {
      char letter = '.';
      for (int channel = 0; channel < letters.length(); channel++) {
        letter = seen[cell * letters.length() + channel] == 1 ? letters.charAt(channel) : letter;
      }
      text.append(letter).append(cell % SIZE == SIZE - 1 ? '\n' : ' ');
    }
    return text.toString();
  }
}
