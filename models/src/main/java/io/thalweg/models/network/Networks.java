package io.thalweg.models.network;

import io.thalweg.models.network.Architecture.Cell;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the network that computes an architecture. Plain Java by default; oneDNN's kernels where
 * the system property {@value #PROPERTY} is {@code plan}, and for a GRU; DL4J's layers, on whatever
 * backend ND4J finds, where it is {@code dl4j}. All compute the same function; their last bits
 * differ, so a job keeps to one.
 */
public final class Networks {
  /** {@code java} (the default), {@code plan} or {@code dl4j}. */
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
    return switch (chosen(architecture)) {
      case "java" -> new JavaNetwork(architecture, dimensions, rows);
      case "plan" -> new PlanNetwork(architecture, dimensions, rows);
      default -> new Dl4jNetwork(architecture, dimensions, rows);
    };
  }

  private static String chosen(Architecture architecture) {
    String computed = architecture.cell() == Cell.GRU ? "plan" : "java";
    String chosen = System.getProperty(PROPERTY, computed);
    if (!List.of("java", "plan", "dl4j").contains(chosen)) {
      throw new IllegalArgumentException(
          "system property %s: '%s' found, 'java', 'plan' or 'dl4j' expected"
              .formatted(PROPERTY, chosen));
    }
    return chosen;
  }

  /** Numbers in the architecture's parameter vector. */
  public static int size(Architecture architecture, Dimensions dimensions) {
    return Math.toIntExact(architecture.parameters(dimensions.inputs(), dimensions.classes()));
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
    } else {
      String chosen = chosen(architecture);
      facts.put("network", chosen);
      switch (chosen) {
        case "dl4j" -> facts.putAll(Dl4jModels.backend());
        case "plan" -> facts.put("onednn", Plan.version());
        default -> {}
      }
    }
    return facts;
  }
}
