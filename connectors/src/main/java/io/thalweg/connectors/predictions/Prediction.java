package io.thalweg.connectors.predictions;

/**
 * An answer to an event.
 *
 * @param id of the event
 * @param key of its sequence
 * @param time event time, milliseconds since the epoch
 * @param label the most probable class (the first of several)
 * @param probabilities one per class, in the order of the job's classes
 * @param modelVersion number of updates that the model had learned
 * @param tookMillis from the arrival of the event at the predictor to the answer
 */
public record Prediction(
    String id,
    String key,
    long time,
    int label,
    float[] probabilities,
    long modelVersion,
    double tookMillis) {}
