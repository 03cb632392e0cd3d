package io.thalweg.models.network;

import io.thalweg.models.devices.Devices;
import io.thalweg.models.devices.Libraries;
import io.thalweg.models.network.Architecture.Constant;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Plan;
import io.thalweg.models.random.Generator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the network that computes an architecture: a plan of oneDNN's kernels, or DL4J's layers on
 * whatever backend ND4J finds, where the system property {@value #PROPERTY} is {@code dl4j} (a GPU)
 * or oneDNN has no library for the platform. Both compute the same function; their last bits
 * differ, so a job keeps to one.
 */
public final class Networks {
  /** {@code plan} (the default) or {@code dl4j}. */
  public static final String PROPERTY = "thalweg.network";

  private static final Logger LOG = LoggerFactory.getLogger(Networks.class);

  private Networks() {}

  /**
   * The network, with no parameters loaded.
   *
   * @param rows most rows of a batch
   */
  public static Network create(Architecture architecture, Dimensions dimensions, int rows) {
    if (architecture instanceof Constant) {
      return new ConstantNetwork(dimensions.head());
    }
    return Computing.CHOSEN.equals("plan")
        ? new PlanNetwork(architecture, dimensions, rows)
        : new Dl4jNetwork(architecture, dimensions, rows);
  }

  /** What computes networks in this process, {@code plan} or {@code dl4j}. */
  public static String computing() {
    return Computing.CHOSEN;
  }

  /**
   * To be called before a job starts: finds out what would else fail it at its first network.
   *
   * @throws io.thalweg.models.devices.UnservedDeviceException if ND4J is to compute on a GPU that
   *     its binaries hold no code for
   */
  public static void requireServed() {
    if (computing().equals("dl4j")) {
      Devices.requireServed();
    }
  }

  /** Chosen once: a process does not change what computes. */
  private static final class Computing {
    static final String CHOSEN = chosen();
  }

  private static String chosen() {
    String chosen = System.getProperty(PROPERTY, "plan");
    if (!List.of("plan", "dl4j").contains(chosen)) {
      throw new IllegalArgumentException(
          "system property %s: '%s' found, 'plan' or 'dl4j' expected".formatted(PROPERTY, chosen));
    }
    if (chosen.equals("plan")) {
      try {
        Plan.version();
      } catch (LinkageError missing) {
        LOG.warn("Networks run on DL4J's layers, more slowly: oneDNN cannot be loaded", missing);
        return "dl4j";
      }
    }
    return chosen;
  }

  /** The architecture as a plan computes it, for who learns by losses of his own. */
  public static Outline outline(Architecture architecture, Dimensions dimensions) {
    return PlanNetwork.outline(architecture, dimensions);
  }

  /** Numbers in the architecture's parameter vector. */
  public static int size(Architecture architecture, Dimensions dimensions) {
    return Math.toIntExact(architecture.parameters(dimensions.inputs(), dimensions.outputs()));
  }

  /** The parameters that a seed makes, in DL4J's order. */
  public static float[] initial(Architecture architecture, Dimensions dimensions, long seed) {
    return InitialParameters.of(architecture, dimensions, new Generator(seed));
  }

  /** What computes, for a model's provenance; loads native libraries only if they compute. */
  public static Map<String, String> provenance(Architecture architecture) {
    Map<String, String> facts = new HashMap<>(Libraries.versions());
    if (architecture instanceof Constant) {
      facts.put("network", "constant");
    } else {
      facts.put("network", Computing.CHOSEN);
      if (Computing.CHOSEN.equals("plan")) {
        facts.put("onednn", Plan.version());
      } else {
        facts.putAll(Dl4jModels.backend());
      }
    }
    return facts;
  }
}
