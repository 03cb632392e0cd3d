package io.thalweg.jobs.demo;

import io.thalweg.connectors.json.FiguresJson;

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

  /** Figures that do not exist are null. */
  FiguresJson json() {
    return new FiguresJson()
        .put("records", records)
        .put("rejected", rejected)
        .put("prequential_accuracy", accuracy)
        .put("no_change_accuracy", noChangeAccuracy)
        .put("kappa", kappa)
        .put("kappa_temporal", kappaTemporal)
        .put("log_loss", logLoss)
        .put("prequential_f1", f1)
        .put("prequential_f1_newest", newestF1)
        .put("test_accuracy", testAccuracy)
        .put("seconds", seconds)
        .put("records_per_second", recordsPerSecond())
        .put("seconds_to_first_prediction", secondsToFirstPrediction)
        .put("latency_p50_ms", latencyP50Millis)
        .put("latency_p99_ms", latencyP99Millis)
        .put("model_version", modelVersion)
        .put("model_checksum", modelChecksum);
  }
}
