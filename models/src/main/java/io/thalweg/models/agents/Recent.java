package io.thalweg.models.agents;

import io.thalweg.models.features.Batch;

/**
 * The newest observations of the running episode of each environment, for a {@link Policy} that
 * decides from several. Price: each observation moves those that are kept, which costs no more than
 * a batch that takes them on. Nothing is allocated after it was made. Not thread-safe.
 */
public final class Recent {
  private final int steps;
  private final int inputs;
  private final float[][] windows;
  private final int[] lengths;

  /**
   * @param steps observations to keep of each, at least 1
   * @param inputs numbers in an observation
   */
  public Recent(int environments, int steps, int inputs) {
    this.steps = steps;
    this.inputs = inputs;
    windows = new float[environments][Math.multiplyExact(steps, inputs)];
    lengths = new int[environments];
  }

  /** Takes the next observation of an episode on. */
  public void add(int environment, float[] observation) {
    float[] window = windows[environment];
    if (lengths[environment] == steps) {
      System.arraycopy(window, inputs, window, 0, (steps - 1) * inputs);
      lengths[environment]--;
    }
    System.arraycopy(observation, 0, window, lengths[environment]++ * inputs, inputs);
  }

  /** The environment's next observation begins an episode, or does not follow its last. */
  public void forget(int environment) {
    lengths[environment] = 0;
  }

  /** Adds an environment's window, in which there is at least one observation, to a batch. */
  public void addTo(Batch batch, int environment) {
    batch.add(windows[environment], 0, lengths[environment]);
  }
}
