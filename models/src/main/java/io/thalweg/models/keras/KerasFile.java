package io.thalweg.models.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.thalweg.models.plan.Outline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An HDF5 file as Keras's {@code model.save("x.h5")} writes it (Keras 2, and 3 in its legacy
 * format): a sequential model's configuration as JSON, and its weights. Nothing but shapes that fit
 * is read.
 */
public final class KerasFile implements AutoCloseable {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String CONFIGURATION = "model_config";
  private static final String WEIGHTS = "model_weights";

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
      file = new HdfFile(path);
      Object configuration = attribute(file, CONFIGURATION);
      if (!(configuration instanceof String json)) {
        throw new IllegalArgumentException(
            "an HDF5 file without the attribute %s found, one that model.save of Keras wrote expected"
                .formatted(CONFIGURATION));
      }
      return new KerasFile(file, KerasModel.of(json));
    } catch (IllegalArgumentException unfit) {
      close(file);
      throw unfit;
    } catch (RuntimeException damaged) {
      close(file);
      throw new IllegalArgumentException(
          "a damaged HDF5 file found (%s)".formatted(damaged.getMessage()), damaged);
    }
  }

  private static void close(HdfFile file) {
    if (file != null) {
      file.close();
    }
  }

  private static Object attribute(Node node, String name) {
    return node.getAttributes().containsKey(name) ? node.getAttribute(name).getData() : null;
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
    } catch (IllegalArgumentException unfit) {
      throw unfit;
    } catch (RuntimeException damaged) {
      throw new IllegalArgumentException(
          "damaged weights found (%s)".formatted(damaged.getMessage()), damaged);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
