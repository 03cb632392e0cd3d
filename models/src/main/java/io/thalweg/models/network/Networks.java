package io.thalweg.models.network;

import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.random.Generator;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the network that computes an architecture. Plain Java by default; DL4J's layers, on
 * whatever backend ND4J finds, where the system property {@value #PROPERTY} is {@code dl4j}. Both
 * compute the same function; their last bits differ, so a job keeps to one.
 */
public final class Networks {
  /** {@code java} (the default) or {@code dl4j}. */
  public static final String PROPERTY = "thalweg.network";

  private Networks() {}

  /**
   * The network, with no parameters loaded.
   *
   * @param rows most rows of a batch
   */
  public static Network create(Architecture architecture, Dimensions dimensions, int rows) {
    if (architecture.cell() == Cell.CONSTANT) {
      return new ConstantNetwork(dimensions.classes());
    }
    return onDl4j()
        ? new Dl4jNetwork(architecture, dimensions, rows)
        : new JavaNetwork(architecture, dimensions, rows);
  }

  private static boolean onDl4j() {
    String chosen = System.getProperty(PROPERTY, "java");
    return switch (chosen) {
      case "java" -> false;
      case "dl4j" -> true;
      default ->
          throw new IllegalArgumentException(
              "system property %s: '%s' found, 'java' or 'dl4j' expected"
                  .formatted(PROPERTY, chosen));
    };
  }

  /** Numbers in the architecture's parameter vector. */
  public static int size(Architecture architecture, Dimensions dimensions) {
    return architecture.cell() == Cell.CONSTANT
        ? 0
        : new ParameterLayout(architecture, dimensions).size();
  }

  /** The parameters that a seed makes. */
  public static float[] initial(Architecture architecture, Dimensions dimensions, long seed) {
    return architecture.cell() == Cell.CONSTANT
        ? new float[0]
        : new ParameterLayout(architecture, dimensions).initial(new Generator(seed));
  }

  /** What computes, for a model's provenance; loads native libraries only if they compute. */
  public static Map<String, String> provenance(Architecture architecture) {
    Map<String, String> facts = new HashMap<>(Dl4jModels.versions());
    if (architecture.cell() == Cell.CONSTANT) {
      facts.put("network", "constant");
    } else if (onDl4j()) {
      facts.put("network", "dl4j");
      facts.putAll(Dl4jModels.backend());
    } else {
      facts.put("network", "java");
    }
    return facts;
  }
}
