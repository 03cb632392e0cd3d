package io.thalweg.models.agents.replay;

/** Transitions drawn from a memory, filled again and again. */
public final class Draws {
  final int[] slots;
  final float[] weights;

  /**
   * @param count transitions per draw, at least 1
   */
  public Draws(int count) {
    slots = new int[count];
    weights = new float[count];
  }

  /** Transitions per draw. */
  public int count() {
    return slots.length;
  }

  /** Where in the memory a transition is, until the next one comes. */
  public int slot(int index) {
    return slots[index];
  }

  /** How much each counts, in (0, 1]; not a copy. */
  public float[] weights() {
    return weights;
  }
}
