package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.stream.Texts;
import io.thalweg.models.features.Target;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

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
    writeAnswer(prediction.probabilities(), out);
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
        readAnswer(in),
        in.readFloat(),
        in.readLong(),
        in.readDouble());
  }

  static void writeAnswer(float[] answer, DataOutput out) throws IOException {
    out.writeInt(answer.length);
    for (float number : answer) {
      out.writeFloat(number);
    }
  }

  static float[] readAnswer(DataInput in) throws IOException {
    float[] answer = new float[in.readInt()];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = in.readFloat();
    }
    return answer;
  }

  static void write(LearningProgress progress, DataOutput out) throws IOException {
    Texts.write(progress.model(), out);
    out.writeLong(progress.eventTime());
    out.writeLong(progress.examples());
    out.writeLong(progress.modelVersion());
    out.writeLong(progress.refused());
    out.writeDouble(progress.loss());
    write(progress.all(), out);
    write(progress.window(), out);
  }

  static LearningProgress readProgress(DataInput in) throws IOException {
    return new LearningProgress(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        readFigures(in),
        readFigures(in));
  }

  private static void write(Figures figures, DataOutput out) throws IOException {
    out.writeInt(figures.byName().size());
    for (Map.Entry<String, Double> figure : figures.byName().entrySet()) {
      Texts.write(figure.getKey(), out);
      out.writeDouble(figure.getValue());
    }
  }

  private static Figures readFigures(DataInput in) throws IOException {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      figures.put(Texts.read(in), in.readDouble());
    }
    return new Figures(figures);
  }
}
