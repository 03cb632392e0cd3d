package io.thalweg.models.network;

import io.thalweg.models.keras.KerasFile;
import io.thalweg.models.plan.Dl4jOrder;
import io.thalweg.models.plan.Outline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** What DL4J's {@code ModelSerializer}, or Keras, has saved of a network. */
public final class SavedNetwork {
  /** Entry of a zip: the configuration as JSON. */
  public static final String CONFIGURATION = "configuration.json";

  /** Entry of a zip: the parameters as an array of ND4J's. */
  public static final String COEFFICIENTS = "coefficients.bin";

  private SavedNetwork() {}

  /**
   * Makes sure that a saved network predicts as the architecture does, given the same parameters.
   *
   * @param configuration what {@link #CONFIGURATION} holds
   * @throws IllegalArgumentException if not, with the first layer that differs
   */
  public static void requireSame(
      byte[] configuration, Architecture architecture, Dimensions dimensions) {
    List<String> expected = PlanNetwork.outline(architecture, dimensions).shapes();
    requireSame(read(configuration).shapes(), expected);
  }

  /**
   * The parameters of a network that Keras has saved, in DL4J's order.
   *
   * @param file as {@link KerasFile} reads it
   * @throws IllegalArgumentException if it is of another network, with the first layer that differs
   */
  public static float[] keras(Path file, Architecture architecture, Dimensions dimensions) {
    Outline expected = PlanNetwork.outline(architecture, dimensions);
    try (KerasFile keras = KerasFile.open(file)) {
      requireSame(unmasked(keras.outline()), unmasked(expected));
      return new Dl4jOrder(expected).toDl4j(keras.parameters());
    }
  }

  /** Keras's masks are no layers, and whatever it masks, its weights mean the same. */
  private static List<String> unmasked(Outline outline) {
    return outline.shapes().stream().map(shape -> shape.replace(", masked", "")).toList();
  }

  /**
   * The saved parameters, in DL4J's order.
   *
   * @param coefficients what {@link #COEFFICIENTS} holds
   * @param size how many there should be
   * @throws IllegalArgumentException if there are others
   */
  public static float[] parameters(byte[] coefficients, int size) {
    return SavedCoefficients.read(coefficients, size);
  }

  private static Outline read(byte[] configuration) {
    try {
      return Outline.predicting(
          MultiLayerConfiguration.fromJson(new String(configuration, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException unsupported) {
      throw unsupported;
    } catch (RuntimeException unreadable) {
      throw new IllegalArgumentException(
          CONFIGURATION + ": another text found, that of a MultiLayerNetwork expected", unreadable);
    }
  }

  private static void requireSame(List<String> found, List<String> expected) {
    for (int i = 0; i < Math.max(found.size(), expected.size()); i++) {
      String one = i < found.size() ? found.get(i) : "no layer";
      String other = i < expected.size() ? expected.get(i) : "no layer";
      if (!one.equals(other)) {
        throw new IllegalArgumentException(
            "layer %d (from 0, dropout and masks not counted): %s found, %s expected"
                .formatted(i, one, other));
      }
    }
  }
}
