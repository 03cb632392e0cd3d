package io.thalweg.jobs.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Final figures of a run.
 *
 * @param records answered
 * @param accuracy prequential accuracy, as the learner found it
 * @param noChangeAccuracy of the classifier that answers the label before
 * @param f1 of the class that is asked for, over all; NaN where none is
 * @param newestF1 the same over the newest records
 * @param testAccuracy of the answers to records that were not learned; NaN where there are none
 * @param seconds from the first record sent to the last answer read
 * @param secondsToFirstPrediction from the start of the command to the first prediction read
 * @param latencyP50Millis from the append of the event to that of its prediction
 * @param modelVersion of the last model published
 * @param modelChecksum SHA-256 of that model, in hex
 */
record Summary(
    long records,
    long rejected,
    double accuracy,
    double noChangeAccuracy,
    double kappa,
    double kappaTemporal,
    double logLoss,
    double f1,
    double newestF1,
    double testAccuracy,
    double seconds,
    double secondsToFirstPrediction,
    double latencyP50Millis,
    double latencyP99Millis,
    long modelVersion,
    String modelChecksum) {

  double recordsPerSecond() {
    return seconds > 0 ? records / seconds : Double.NaN;
  }

  /** One JSON object; figures that do not exist are null. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("records", records);
    fields.put("rejected", rejected);
    fields.put("prequential_accuracy", finite(accuracy));
    fields.put("no_change_accuracy", finite(noChangeAccuracy));
    fields.put("kappa", finite(kappa));
    fields.put("kappa_temporal", finite(kappaTemporal));
    fields.put("log_loss", finite(logLoss));
    fields.put("prequential_f1", finite(f1));
    fields.put("prequential_f1_newest", finite(newestF1));
    fields.put("test_accuracy", finite(testAccuracy));
    fields.put("seconds", finite(seconds));
    fields.put("records_per_second", finite(recordsPerSecond()));
    fields.put("seconds_to_first_prediction", finite(secondsToFirstPrediction));
    fields.put("latency_p50_ms", finite(latencyP50Millis));
    fields.put("latency_p99_ms", finite(latencyP99Millis));
    fields.put("model_version", modelVersion);
    fields.put("model_checksum", modelChecksum);
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(fields)
          + "\n";
    } catch (IOException e) {
      throw new IllegalStateException("numbers and texts are JSON", e);
    }
  }

  void write(Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    Files.writeString(file, json());
  }

  private static Double finite(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
