package io.thalweg.models.features;

import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Turns windows of rows into a network's inputs: numeric features (standardised by what was
 * learned), then categories, then the previous label, a class one-hot. Of a text, the tokens'
 * numbers are the steps of a window.
 *
 * <p>What it has learned (means, variances, dictionaries) is part of a model's version: it changes
 * in {@link #learn} only, never while encoding. Not thread-safe.
 */
public final class Encoder {
  /** Numbers that are not standardised are clipped to this, so that a forward pass stays finite. */
  public static final double BOUND = 1e9;

  private static final int FORMAT = 1;

  private final Features features;
  private final Target target;

  /** Of a label that is a number; null for classes. */
  private final Normaliser labels;

  private final Normaliser normaliser;
  private final List<Dictionary> dictionaries = new ArrayList<>();
  private final Tokens tokens;
  private long truncated;

  /**
   * An encoder that has learned nothing.
   *
   * @param target what labels are
   */
  public Encoder(Features features, Target target) {
    this.features = features;
    this.target = target;
    labels = target instanceof Target.Quantity ? new Normaliser(1) : null;
    normaliser = new Normaliser(features.numeric().size());
    for (Category category : features.categories()) {
      dictionaries.add(new Dictionary(category.size()));
    }
    tokens = features.text() == null ? null : new Tokens(features.text());
    if (tokens != null) {
      dictionaries.add(tokens.dictionary());
    }
  }

  /** Of so many classes, whatever their names. */
  public Encoder(Features features, int classes) {
    this(
        features,
        new Target.Classes(IntStream.range(0, classes).mapToObj(String::valueOf).toList()));
  }

  /** Inputs per step. */
  public int inputs() {
    if (tokens != null) {
      return 1;
    }
    int inputs = features.numeric().size();
    for (Category category : features.categories()) {
      inputs = Math.addExact(inputs, category.size());
    }
    return features.previousLabel() ? Math.addExact(inputs, target.inputs()) : inputs;
  }

  /**
   * Takes an example into the running means, variances and dictionaries.
   *
   * @param row the newest of its window
   * @param label counts where it is a number
   */
  public void learn(Row row, double label) {
    if (labels != null) {
      labels.learn(new double[] {labels.within(0, label)});
    }
    normaliser.learn(row.numeric());
    if (tokens != null && tokens.learn(row.categories()[0])) {
      truncated++;
    }
    for (int i = 0; i < features.categories().size(); i++) {
      if (features.categories().get(i).encoding() == Encoding.ONE_HOT) {
        dictionaries.get(i).learn(row.categories()[i]);
      }
    }
  }

  /** Texts that were learned in part, because they have too many tokens; since it was made. */
  public long truncated() {
    return truncated;
  }

  /**
   * Appends a window to a batch. Of a window longer than the batch's steps, the newest rows count;
   * of rows with a text, the newest.
   *
   * @param window oldest row first, at least one row
   */
  public void encode(Row[] window, Batch batch) {
    if (window.length == 0) {
      throw new IllegalArgumentException("window without rows found, at least one row expected");
    }
    if (tokens != null) {
      encodeText(window[window.length - 1].categories()[0], batch);
      return;
    }
    int length = Math.min(window.length, batch.steps());
    int row = batch.open(length);
    for (int i = 0; i < length; i++) {
      int step = batch.steps() - length + i;
      encode(window[window.length - length + i], batch.values(), batch.offset(row, step));
    }
  }

  private void encodeText(String text, Batch batch) {
    int length = tokens.count(text);
    int row = batch.open(length);
    for (int i = 0; i < length; i++) {
      batch.values()[batch.offset(row, batch.steps() - length + i)] = tokens.number(i);
    }
  }

  private void encode(Row row, float[] values, int offset) {
    int at = offset;
    for (int i = 0; i < features.numeric().size(); i++) {
      values[at++] = number(i, row.numeric()[i]);
    }
    for (int i = 0; i < features.categories().size(); i++) {
      int input = category(i, row.categories()[i]);
      if (input != Dictionary.UNKNOWN) {
        values[at + input] = 1;
      }
      at += features.categories().get(i).size();
    }
    if (features.previousLabel() && target.holds(row.previousLabel())) {
      previousLabel(row.previousLabel(), values, at);
    }
  }

  private void previousLabel(double label, float[] values, int at) {
    if (labels == null) {
      values[at + (int) label] = 1;
    } else {
      values[at] = target(label);
    }
  }

  /** What a network should answer for a label that is a number. */
  public float target(double label) {
    return features.standardise() ? labels.standardised(0, label) : bounded(label);
  }

  /** The number that a network's answer means: the way back from {@link #target}. */
  public double value(float output) {
    return features.standardise() ? labels.value(0, output) : output;
  }

  private float number(int feature, double value) {
    return features.standardise() ? normaliser.standardised(feature, value) : bounded(value);
  }

  private static float bounded(double value) {
    return (float) Math.max(-BOUND, Math.min(BOUND, value));
  }

  private int category(int feature, String value) {
    Category category = features.categories().get(feature);
    return category.encoding() == Encoding.HASHED
        ? StableHash.bucket(value, feature, category.size())
        : dictionaries.get(feature).input(value);
  }

  /** Whether all that was learned is finite. */
  public boolean finite() {
    return normaliser.finite() && (labels == null || labels.finite());
  }

  /** What was learned, in words and numbers that other programs can use. */
  public Map<String, Object> describe() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("examples", normaliser.count());
    description.put("clip", Normaliser.CLIP);
    List<Map<String, Object>> numeric = new ArrayList<>();
    for (int i = 0; i < features.numeric().size(); i++) {
      numeric.add(
          Map.of(
              "name", features.numeric().get(i),
              "mean", normaliser.mean(i),
              "variance", normaliser.variance(i)));
    }
    description.put("numeric", numeric);
    if (labels != null) {
      description.put("label", Map.of("mean", labels.mean(0), "variance", labels.variance(0)));
    }
    if (tokens != null) {
      description.put("text", text());
    }
    List<Map<String, Object>> categories = new ArrayList<>();
    for (int i = 0; i < features.categories().size(); i++) {
      Category category = features.categories().get(i);
      categories.add(
          Map.of(
              "name", category.name(),
              "encoding", category.encoding().name(),
              "size", category.size(),
              "hash_seed", i,
              "values", dictionaries.get(i).values()));
    }
    description.put("categories", categories);
    return description;
  }

  private Map<String, Object> text() {
    Features.Text text = features.text();
    return Map.of(
        "name", text.name(),
        "analyzer", text.analyzer().name(),
        "vocabulary", text.vocabulary().name(),
        "size", text.size(),
        "length", text.length(),
        "tokens", tokens.dictionary().values());
  }

  /** Writes what was learned. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(FORMAT);
    normaliser.write(out);
    for (Dictionary dictionary : dictionaries) {
      dictionary.write(out);
    }
    if (labels != null) {
      labels.write(out);
    }
  }

  /**
   * Takes on what another encoder of the same features wrote.
   *
   * @throws IOException if the bytes are not of such an encoder; then this one is of no use any
   *     more
   */
  public void read(DataInput in) throws IOException {
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("encoder format " + format + " found, " + FORMAT + " expected");
    }
    normaliser.read(in);
    for (Dictionary dictionary : dictionaries) {
      dictionary.read(in);
    }
    if (labels != null) {
      labels.read(in);
    }
    if (!finite()) {
      throw new IOException("mean or variance that is not finite found");
    }
  }

  /** Remembers the present state for {@link #rollBack}. */
  public void mark() {
    normaliser.mark();
    if (labels != null) {
      labels.mark();
    }
    dictionaries.forEach(Dictionary::mark);
  }

  /** Goes back to the state at the last {@link #mark}, exactly. */
  public void rollBack() {
    normaliser.rollBack();
    if (labels != null) {
      labels.rollBack();
    }
    dictionaries.forEach(Dictionary::rollBack);
  }
}
