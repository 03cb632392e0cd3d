package io.thalweg.jobs.soak;

import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;

/**
 * What a job answered: which events, how often, and a sum over all answers, bit for bit, that does
 * not depend on their order in the topic. Not thread-safe.
 */
final class Answers {
  private final BitSet answered = new BitSet();
  private final MessageDigest sha256 = sha256();
  private long count;
  private long sum;
  private long otherSum;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void read(PredictionJson json, byte[] value) {
    Prediction prediction = json.read(value);
    answered.set(Integer.parseInt(prediction.id()));
    count++;
    byte[] text = (prediction.id() + ' ' + prediction.key()).getBytes(StandardCharsets.UTF_8);
    float[] probabilities = prediction.probabilities();
    ByteBuffer bytes =
        ByteBuffer.allocate(text.length + 2 * Long.BYTES + probabilities.length * Float.BYTES)
            .put(text)
            .putLong(prediction.time())
            .putLong(prediction.modelVersion());
    for (float probability : probabilities) {
      bytes.putFloat(probability);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest(bytes.array()));
    sum += digest.getLong();
    otherSum += digest.getLong();
  }

  /** With those that came more than once. */
  long count() {
    return count;
  }

  /** More answers than events that were answered. */
  long duplicates() {
    return count - answered.cardinality();
  }

  /** Of so many events, those without an answer. */
  long lost(long events) {
    return events - answered.cardinality();
  }

  /** Equal for equal answers. */
  String checksum() {
    return "%016x%016x".formatted(sum, otherSum);
  }
}
