package io.thalweg.models.learning;

import io.thalweg.models.features.Row;

/**
 * A window and its label (a class by its index, or the number); the window's rows are shared, never
 * changed.
 */
record Example(Row[] window, double label) {
  Row newest() {
    return window[window.length - 1];
  }
}
