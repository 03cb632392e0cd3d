package io.thalweg.models.learning;

import io.thalweg.models.keras.KerasFile;
import io.thalweg.models.network.Networks;
import io.thalweg.models.network.SavedNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads the file that a network starts from: DL4J's zip, or Keras's HDF5 file. Of each entry no
 * more bytes are unpacked than the network could need, whatever the zip says; nothing in it is
 * deserialised as Java objects.
 */
public final class StartFile {
  private static final long LARGEST_FILE = 1L << 30;
  private static final int LARGEST_CONFIGURATION = 1 << 22;
  private static final int LARGEST_LEARNED = 1 << 26;

  /** Most bytes that stand in front of the numbers of an array. */
  private static final int HEADER = 1 << 12;

  private StartFile() {}

  /**
   * What a network starts with.
   *
   * @param file as {@link ModelZip}, DL4J's {@code ModelSerializer} or Keras's {@code
   *     model.save("x.h5")} writes it
   * @param spec of the network that is to start
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no such zip, or that of another network, with what
   *     was found and expected
   */
  public static Start read(Path file, ModelSpec spec) throws IOException {
    if (Files.size(file) > LARGEST_FILE) {
      throw new IllegalArgumentException(
          "%d bytes found, at most %d expected".formatted(Files.size(file), LARGEST_FILE));
    }
    if (KerasFile.isOne(file)) {
      return new Start(
          file.toString(),
          finite(SavedNetwork.keras(file, spec.network(), spec.dimensions())),
          new byte[0]);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return read(file, zip, spec);
    } catch (ZipException damaged) {
      throw new IllegalArgumentException(
          "no zip or a damaged one found (%s), a network's zip or Keras's HDF5 file expected"
              .formatted(damaged.getMessage()),
          damaged);
    }
  }

  private static Start read(Path file, ZipFile zip, ModelSpec spec) throws IOException {
    SavedNetwork.requireSame(
        required(zip, SavedNetwork.CONFIGURATION, LARGEST_CONFIGURATION),
        spec.network(),
        spec.dimensions());
    float[] parameters = parameters(zip, Networks.size(spec.network(), spec.dimensions()));
    byte[] learned =
        entry(zip, ModelZip.LEARNED, LARGEST_LEARNED)
            .map(bytes -> LearnedFeatures.read(spec, bytes))
            .orElse(new byte[0]);
    return new Start(file.toString(), parameters, learned);
  }

  private static float[] parameters(ZipFile zip, int size) throws IOException {
    int largest = Math.addExact(Math.multiplyExact(size, Float.BYTES), HEADER);
    return finite(SavedNetwork.parameters(required(zip, SavedNetwork.COEFFICIENTS, largest), size));
  }

  private static float[] finite(float[] parameters) {
    if (!Vectors.within(parameters, Learner.BOUND)) {
      throw new IllegalArgumentException(
          "a parameter that is no number or beyond ±1e9 found: the network has diverged");
    }
    return parameters;
  }

  private static byte[] required(ZipFile zip, String name, int largest) throws IOException {
    return entry(zip, name, largest)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a zip without %s found, a network's expected".formatted(name)));
  }

  private static Optional<byte[]> entry(ZipFile zip, String name, int largest) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(largest);
      if (in.read() >= 0) {
        throw new IllegalArgumentException(
            "%s: more than %d bytes found, fewer expected".formatted(name, largest));
      }
      return Optional.of(bytes);
    }
  }
}
