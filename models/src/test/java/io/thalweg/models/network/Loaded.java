package io.thalweg.models.network;

import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;

/** Networks of three classes with parameters that are neither zero nor alike. */
final class Loaded {
  static final int CLASSES = 3;

  private Loaded() {}

  static float[] parameters(Architecture architecture, Dimensions dimensions) {
    float[] parameters = Networks.initial(architecture, dimensions, 3);
    Generator generator = new Generator(12);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (0.2 * generator.nextDouble() - 0.1);
    }
    return parameters;
  }

  /** Loads parameters that are in DL4J's order. */
  static <N extends Network> N load(N network, float[] parameters) {
    network.load(network.fromDl4j(parameters));
    return network;
  }

  static float[][] predict(Network network, Batch batch) {
    float[][] probabilities = new float[batch.count()][CLASSES];
    network.predict(batch, probabilities);
    return probabilities;
  }
}
