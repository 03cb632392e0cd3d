package io.thalweg.models.plan;

/** A layer's share of the plan's parameters and of their gradient, outside the heap. */
record Parameters(Floats values, Floats gradient) {
  Parameters slice(long offset, long size) {
    return new Parameters(values.slice(offset, size), gradient.slice(offset, size));
  }
}
