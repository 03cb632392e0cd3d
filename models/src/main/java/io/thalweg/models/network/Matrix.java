package io.thalweg.models.network;

import io.thalweg.models.network.ParameterLayout.Block;
import java.util.Arrays;

/** A block of parameters, or of their gradient, as an array per row. */
final class Matrix {
  private final Block block;
  private final float[][] rows;

  Matrix(Block block) {
    this.block = block;
    rows = new float[block.rows()][block.columns()];
  }

  float[][] rows() {
    return rows;
  }

  /** The only row of a bias. */
  float[] row() {
    return rows[0];
  }

  void load(float[] vector) {
    for (int j = 0; j < block.columns(); j++) {
      int column = block.offset() + j * rows.length;
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = vector[column + i];
      }
    }
  }

  /** Takes the transpose of another block on, whose columns are this one's rows. */
  static void loadTransposed(Block block, float[] vector, float[][] target) {
    for (int j = 0; j < block.columns(); j++) {
      System.arraycopy(vector, block.offset() + j * block.rows(), target[j], 0, block.rows());
    }
  }

  void store(float[] vector) {
    for (int j = 0; j < block.columns(); j++) {
      int column = block.offset() + j * rows.length;
      for (int i = 0; i < rows.length; i++) {
        vector[column + i] = rows[i][j];
      }
    }
  }

  void clear() {
    for (float[] row : rows) {
      Arrays.fill(row, 0);
    }
  }
}
