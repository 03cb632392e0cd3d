package io.thalweg.models.features;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What of an event goes into a network.
 *
 * @param numeric names of the numeric features
 * @param categories the categorical features
 * @param previousLabel whether the label before is an input (one-hot, all zero before the first)
 * @param standardise whether numeric features are standardised by their running mean and variance
 */
public record Features(
    List<String> numeric, List<Category> categories, boolean previousLabel, boolean standardise)
    implements Serializable {
  public Features {
    numeric = List.copyOf(numeric);
    categories = List.copyOf(categories);
  }

  /** An image: a number from 0 to 1 per pixel and channel, taken as it is. */
  public static Features ofImage(String name, int size) {
    List<String> pixels =
        IntStream.range(0, size).mapToObj(pixel -> name + "[" + pixel + "]").toList();
    return new Features(pixels, List.of(), false, false);
  }

  /**
   * A categorical feature.
   *
   * @param size number of inputs: for {@link Encoding#ONE_HOT} the most values told apart (later
   *     ones share the last input), for {@link Encoding#HASHED} the number of buckets
   */
  public record Category(String name, Encoding encoding, int size) implements Serializable {}

  /** How a categorical value becomes inputs. */
  public enum Encoding {
    /** An input per value, given out in the order in which values are learned. */
    ONE_HOT,
    /** An input per bucket of a hash that is the same everywhere. */
    HASHED
  }
}
