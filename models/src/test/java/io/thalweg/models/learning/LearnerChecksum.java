package io.thalweg.models.learning;

import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.plan.Cell;
import java.util.Arrays;

/** A number that stands for all bits of a learner after some learning; a program of its own too. */
final class LearnerChecksum {
  private LearnerChecksum() {}

  public static void main(String[] arguments) {
    System.out.println(checksum());
  }

  static String checksum() {
    Stream stream = new Stream(2, 300);
    try (Learner learner = Learner.create(Stream.spec(Cell.LSTM, Updater.ADAM, 0.01))) {
      for (int i = 0; i < 250; i++) {
        learner.add(stream.window(i), stream.label(i));
        if (learner.full()) {
          learner.learn();
        }
      }
      float[][] probabilities = new float[50][2];
      learner.predict(stream.windows(250, 50), 50, probabilities);
      return Arrays.hashCode(learner.core()) + " " + Arrays.deepHashCode(probabilities);
    }
  }
}
