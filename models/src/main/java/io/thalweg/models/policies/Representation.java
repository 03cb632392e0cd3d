package io.thalweg.models.policies;

import io.thalweg.models.features.Batch;

/** The numbers by which arms know a context, to which rewards are taken to be linear. */
interface Representation {
  /** Takes contexts on. */
  void look(Batch contexts);

  /** The numbers of one of them; filled again by the next call. */
  double[] of(int row);
}
