package io.thalweg.models.features;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What of an event goes into a network.
 *
 * @param numeric names of the numeric features
 * @param categories the categorical features
 * @param previousLabel whether the label before is an input: a class one-hot, all zero before the
 *     first; a number standardised like the others
 * @param standardise whether numeric features are standardised by their running mean and variance
 * @param text a text instead of all others, which a row has as its only category; null: none
 */
public record Features(
    List<String> numeric,
    List<Category> categories,
    boolean previousLabel,
    boolean standardise,
    Text text)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public Features {
    numeric = List.copyOf(numeric);
    categories = List.copyOf(categories);
    if (text != null && (!numeric.isEmpty() || !categories.isEmpty() || previousLabel)) {
      throw new IllegalArgumentException(
          "a text and other features found, one of the two expected");
    }
  }

  /** Features without a text. */
  public Features(
      List<String> numeric, List<Category> categories, boolean previousLabel, boolean standardise) {
    this(numeric, categories, previousLabel, standardise, null);
  }

  /** A text, whose tokens are the steps of a window. */
  public static Features ofText(Text text) {
    return new Features(List.of(), List.of(), false, false, text);
  }

  /** Texts per row: the categories, or the one text. */
  public int texts() {
    return text == null ? categories.size() : 1;
  }

  /**
   * A text as the only feature.
   *
   * @param size numbers that tokens can have, 0 for an unknown one among them; at least 3
   * @param length most tokens; what comes behind them is not read
   */
  public record Text(String name, Analyzer analyzer, Vocabulary vocabulary, int size, int length)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** How a text becomes tokens, by Apache Lucene's analysers. */
  public enum Analyzer {
    /** Words by Unicode's rules (UAX 29), in lower case. */
    STANDARD,
    /** Pairs of Chinese, Japanese and Korean characters, other words as they are. */
    CJK,
    /** Chinese words, by a hidden Markov model. */
    SMART_CHINESE
  }

  /** How tokens become numbers. */
  public enum Vocabulary {
    /** By a hash that is the same everywhere; some share a number. */
    HASHED,
    /** In the order in which they are learned; those that come too late share the last one. */
    GROWING
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
