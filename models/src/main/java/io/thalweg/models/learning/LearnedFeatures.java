package io.thalweg.models.learning;

import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an encoder has learned, as an entry of a zip: a mark, a format version, features and classes
 * in words, so that other ones are told apart, then means, variances and dictionaries.
 */
final class LearnedFeatures {
  private static final int MARK = 0x5457_4645;
  private static final int VERSION = 1;

  private LearnedFeatures() {}

  static void write(ModelSpec spec, Encoder encoder, DataOutput out) throws IOException {
    out.writeInt(MARK);
    out.writeInt(VERSION);
    List<String> words = words(spec);
    out.writeInt(words.size());
    for (String word : words) {
      out.writeUTF(word);
    }
    encoder.write(out);
  }

  /**
   * The bytes that {@link Encoder#read} takes.
   *
   * @throws IllegalArgumentException if they are damaged or of other features or classes
   */
  static byte[] read(ModelSpec spec, byte[] bytes) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      if (in.readInt() != MARK || in.readInt() != VERSION) {
        throw new IOException("another format");
      }
      requireSame(words(spec), in);
      Encoder encoder = spec.encoder();
      encoder.read(in);
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes too many");
      }
      ByteArrayOutputStream learned = new ByteArrayOutputStream();
      encoder.write(new DataOutputStream(learned));
      return learned.toByteArray();
    } catch (IOException e) {
      String reason = e instanceof EOFException ? "they end too soon" : e.getMessage();
      throw new IllegalArgumentException(
          "%s: damaged bytes found (%s)".formatted(ModelZip.LEARNED, reason), e);
    }
  }

  private static void requireSame(List<String> expected, DataInputStream in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < Math.max(count, expected.size()); i++) {
      String found = i < count ? in.readUTF() : "nothing";
      String wanted = i < expected.size() ? expected.get(i) : "nothing";
      if (!found.equals(wanted)) {
        throw new IllegalArgumentException(
            "%s found where the network reads or answers %s".formatted(found, wanted));
      }
    }
  }

  /** Features and classes, one text each in their order. */
  private static List<String> words(ModelSpec spec) {
    Features features = spec.features();
    List<String> words = new ArrayList<>();
    words.add(features.standardise() ? "standardised numbers" : "numbers as they are");
    features.numeric().forEach(name -> words.add("numeric feature '" + name + "'"));
    for (Category category : features.categories()) {
      words.add(
          "%s feature '%s' of size %d"
              .formatted(category.encoding(), category.name(), category.size()));
    }
    if (features.text() != null) {
      words.add(
          "text '%s' (%s, %s, %d numbers)"
              .formatted(
                  features.text().name(),
                  features.text().analyzer(),
                  features.text().vocabulary(),
                  features.text().size()));
    }
    if (features.previousLabel()) {
      words.add("previous label");
    }
    if (spec.target() instanceof Target.Quantity) {
      words.add("a number");
    }
    spec.classes().forEach(name -> words.add("class '" + name + "'"));
    return words;
  }
}
