package io.thalweg.models.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.thalweg.models.plan.Outline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An HDF5 file as Keras's {@code model.save("x.h5")} writes it (Keras 2, and 3 in its legacy
 * format): a sequential model's configuration as JSON, and its weights. Nothing but shapes that fit
 * is read, and nothing that would have to be unpacked: what an array claims to hold is not more
 * than the file has.
 */
public final class KerasFile implements AutoCloseable {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String CONFIGURATION = "model_config";
  private static final String WEIGHTS = "model_weights";

  /** Texts of an attribute: the configuration is one, a layer's arrays have a few names. */
  private static final int MOST_TEXTS = 64;

  private final HdfFile file;
  private final KerasModel model;

  private KerasFile(HdfFile file, KerasModel model) {
    this.file = file;
    this.model = model;
  }

  /** Whether a file begins as an HDF5 file does. */
  public static boolean isOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE);
    }
  }

  /**
   * Opens a file and reads its configuration.
   *
   * @throws IllegalArgumentException with what was found, if it is no sequential model or has a
   *     layer that no plan computes
   */
  public static KerasFile open(Path path) {
    HdfFile file = null;
    try {
      file = HdfFile.fromByteBuffer(mapped(path));
      Object configuration = attribute(file, CONFIGURATION);
      if (!(configuration instanceof String json)) {
        throw new IllegalArgumentException(
            "an HDF5 file without the attribute %s found, one that model.save of Keras wrote expected"
                .formatted(CONFIGURATION));
      }
      return new KerasFile(file, KerasModel.of(json));
    } catch (RuntimeException | StackOverflowError e) {
      close(file);
      throw unfit("a damaged HDF5 file", e);
    }
  }

  /**
   * The bytes of the file and no others: where a length in it is wrong, HDF5's reader would believe
   * it and take so much memory; a slice of a buffer is refused.
   */
  private static ByteBuffer mapped(Path path) {
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.map(MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What we say of a file as it is; what a reader says, or falls over, as damage. */
  private static IllegalArgumentException unfit(String what, Throwable e) {
    boolean ours =
        e instanceof IllegalArgumentException
            && e.getStackTrace()[0].getClassName().startsWith("io.thalweg.");
    return ours
        ? (IllegalArgumentException) e
        : new IllegalArgumentException("%s found (%s)".formatted(what, e.getMessage()), e);
  }

  private static void close(HdfFile file) {
    if (file != null) {
      file.close();
    }
  }

  /** What it says; null where there is none. */
  static Object attribute(Node node, String name) {
    Attribute attribute = node.getAttributes().get(name);
    if (attribute == null) {
      return null;
    }
    if (attribute.getSize() > MOST_TEXTS) {
      throw new IllegalArgumentException(
          "attribute %s: %d texts found, at most %d expected"
              .formatted(name, attribute.getSize(), MOST_TEXTS));
    }
    return attribute.getData();
  }

  /** What it computes. */
  public Outline outline() {
    return model.outline();
  }

  /**
   * Its weights, in the order of the {@link #outline}'s parameters.
   *
   * @throws IllegalArgumentException with the layer and the shapes, if they are others than the
   *     configuration says
   */
  public float[] parameters() {
    try {
      if (!(file.getChild(WEIGHTS) instanceof Group weights)) {
        throw new IllegalArgumentException("no group %s found, one expected".formatted(WEIGHTS));
      }
      return new KerasWeights(weights).of(model);
    } catch (RuntimeException | StackOverflowError e) {
      // What refers to itself is followed without end.
      throw unfit("damaged weights", e);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
