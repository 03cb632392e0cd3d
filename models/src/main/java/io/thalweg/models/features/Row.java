package io.thalweg.models.features;

/**
 * One event as a model sees it, not yet encoded. The arrays are shared, never changed.
 *
 * @param numeric one finite number per numeric feature, in the order of {@link Features#numeric()}
 * @param categories one value per categorical feature, in the order of {@link
 *     Features#categories()}
 * @param previousLabel label of the newest event of the same key whose label was known when this
 *     one came: a class by its index, or the number; NaN before the first
 * @param label its own, for networks that learn from all steps of a window; NaN: not known, or not
 *     kept
 */
public record Row(double[] numeric, String[] categories, double previousLabel, double label) {
  /** A row whose own label is not kept with it. */
  public Row(double[] numeric, String[] categories, double previousLabel) {
    this(numeric, categories, previousLabel, Target.NONE);
  }

  /** The same event, once its label is known. */
  public Row withLabel(double known) {
    return new Row(numeric, categories, previousLabel, known);
  }
}
