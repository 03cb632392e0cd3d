package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.stream.Numbers;
import io.thalweg.jobs.stream.Texts;
import io.thalweg.models.features.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Predictions and progress on their way to their sinks, as bytes. */
final class Answers {
  private Answers() {}

  /** The answer to {@code example}; copies {@code answer}. */
  static Prediction prediction(
      Example example, Target target, float[] answer, long modelVersion, double tookMillis) {
    return target instanceof Target.Classes
        ? new Prediction(
            example.id(),
            example.key(),
            example.time(),
            mostProbable(answer),
            answer.clone(),
            modelVersion,
            tookMillis)
        : new Prediction(
            example.id(), example.key(), example.time(), answer[0], modelVersion, tookMillis);
  }

  private static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  static void write(Prediction prediction, DataOutput out) throws IOException {
    Texts.write(prediction.id(), out);
    Texts.write(prediction.key(), out);
    out.writeLong(prediction.time());
    out.writeInt(prediction.label());
    Numbers.write(prediction.probabilities(), out);
    out.writeFloat(prediction.value());
    out.writeLong(prediction.modelVersion());
    out.writeDouble(prediction.tookMillis());
  }

  static Prediction readPrediction(DataInput in) throws IOException {
    return new Prediction(
        Texts.read(in),
        Texts.read(in),
        in.readLong(),
        in.readInt(),
        Numbers.read(in),
        in.readFloat(),
        in.readLong(),
        in.readDouble());
  }

  static void write(LearningProgress progress, DataOutput out) throws IOException {
    Texts.write(progress.model(), out);
    out.writeLong(progress.eventTime());
    out.writeLong(progress.examples());
    out.writeLong(progress.modelVersion());
    out.writeLong(progress.refused());
    out.writeDouble(progress.loss());
    Numbers.write(progress.all().byName(), out);
    Numbers.write(progress.window().byName(), out);
  }

  static LearningProgress readProgress(DataInput in) throws IOException {
    return new LearningProgress(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        new Figures(Numbers.readFigures(in)),
        new Figures(Numbers.readFigures(in)));
  }
}
