package io.thalweg.models.learning;

import io.thalweg.models.features.Row;

/** A window and its label; the window's rows are shared, never changed. */
record Example(Row[] window, int label) {
  Row newest() {
    return window[window.length - 1];
  }
}
