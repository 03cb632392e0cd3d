package io.thalweg.models.plan;

/**
 * A layer's share of the plan's parameters and of their gradient, outside the heap.
 *
 * @param gradient null if nobody learns
 */
record Parameters(Floats values, Floats gradient) {
  Parameters slice(long offset, long size) {
    return new Parameters(
        values.slice(offset, size), gradient == null ? null : gradient.slice(offset, size));
  }
}
