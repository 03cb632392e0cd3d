package io.thalweg.connectors.predictions;

/**
 * An answer to an event.
 *
 * @param id of the event
 * @param key of its sequence
 * @param time event time, milliseconds since the epoch
 * @param label the most probable class (the first of several); -1 where a number is predicted
 * @param probabilities one per class, in the order of the job's classes; none for a number
 * @param value the number; NaN for a class
 * @param modelVersion number of updates that the model had learned
 * @param tookMillis from the arrival of the event at the predictor to the answer
 */
public record Prediction(
    String id,
    String key,
    long time,
    int label,
    float[] probabilities,
    float value,
    long modelVersion,
    double tookMillis) {
  private static final float[] NO_PROBABILITIES = {};

  /** Of a class. */
  public Prediction(
      String id,
      String key,
      long time,
      int label,
      float[] probabilities,
      long modelVersion,
      double tookMillis) {
    this(id, key, time, label, probabilities, Float.NaN, modelVersion, tookMillis);
  }

  /** Of a number. */
  public Prediction(
      String id, String key, long time, float value, long modelVersion, double tookMillis) {
    this(id, key, time, -1, NO_PROBABILITIES, value, modelVersion, tookMillis);
  }
}
