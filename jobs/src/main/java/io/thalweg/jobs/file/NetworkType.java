package io.thalweg.jobs.file;

import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.plan.Cell;

/** The networks by the names that a job file gives them. */
enum NetworkType {
  LSTM,
  SIMPLE_RNN,
  GRU,
  FEED_FORWARD,
  CNN,
  CNN_1D,
  CONSTANT;

  static NetworkType of(Architecture architecture) {
    if (architecture instanceof Recurrent recurrent) {
      return valueOf(recurrent.cell().name());
    }
    if (architecture instanceof Convolutional) {
      return CNN;
    }
    if (architecture instanceof Convolutional1d) {
      return CNN_1D;
    }
    return architecture instanceof FeedForward ? FEED_FORWARD : CONSTANT;
  }

  /** Whether it reads sequences with a {@link #cell}. */
  boolean recurrent() {
    return this == LSTM || this == SIMPLE_RNN || this == GRU;
  }

  /** Whether it makes anything of the events before the newest; the constant does not mind. */
  boolean readsSequences() {
    return this != FEED_FORWARD && this != CNN;
  }

  /** Whether it can read the words of a text. */
  boolean readsTexts() {
    return recurrent() || this == CNN_1D;
  }

  /** Whether it has convolutions. */
  boolean convolutional() {
    return this == CNN || this == CNN_1D;
  }

  Cell cell() {
    return Cell.valueOf(name());
  }
}
