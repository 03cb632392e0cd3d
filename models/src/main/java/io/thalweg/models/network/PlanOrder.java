package io.thalweg.models.network;

import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.network.ParameterLayout.Block;
import io.thalweg.models.network.ParameterLayout.Recurrent;

/**
 * The bijection between two orders of the same parameters: {@link ParameterLayout}'s, which is
 * DL4J's, and that of a plan's kernels, which has matrices row by row and an LSTM's gates as input,
 * forget, candidate, output. Serves parameters and gradients alike.
 */
final class PlanOrder {
  /** For each of the kernels' LSTM gates, which one it is in DL4J's order. */
  private static final int[] LSTM_GATES = {3, 1, 0, 2};

  private static final int[] ONE_GATE = {0};

  /** Where in DL4J's order each number of the plan's stands. */
  private final int[] places;

  PlanOrder(Architecture architecture, ParameterLayout layout) {
    places = new int[layout.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    if (architecture.cell() != Cell.GRU) {
      int[] gates = architecture.cell() == Cell.LSTM ? LSTM_GATES : ONE_GATE;
      for (Recurrent layer : layout.layers()) {
        turn(layer.input(), gates);
        turn(layer.recurrent(), gates);
        turn(layer.bias(), gates);
      }
    }
  }

  private void turn(Block block, int[] gates) {
    int units = block.columns() / gates.length;
    int at = block.offset();
    for (int row = 0; row < block.rows(); row++) {
      for (int gate : gates) {
        for (int unit = 0; unit < units; unit++) {
          places[at++] = block.offset() + (gate * units + unit) * block.rows() + row;
        }
      }
    }
  }

  void fromDl4j(float[] dl4j, float[] plan) {
    for (int i = 0; i < places.length; i++) {
      plan[i] = dl4j[places[i]];
    }
  }

  void toDl4j(float[] plan, float[] dl4j) {
    for (int i = 0; i < places.length; i++) {
      dl4j[places[i]] = plan[i];
    }
  }
}
