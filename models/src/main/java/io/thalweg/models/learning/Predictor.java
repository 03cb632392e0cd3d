package io.thalweg.models.learning;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Row;
import io.thalweg.models.network.Network;
import io.thalweg.models.network.Networks;

/** Predicts with published versions of a model. Not thread-safe. */
public final class Predictor implements AutoCloseable {
  private final ModelSpec spec;
  private final Network network;
  private final Inference inference;
  private Published model;
  private long version;

  private Predictor(ModelSpec spec) {
    this.spec = spec;
    network = Networks.create(spec.network(), spec.dimensions(), spec.rows());
    inference =
        new Inference(
            spec, network, new Batch(spec.rows(), network.steps(), spec.encoder().inputs()));
    use(0, new Published(spec.initialEncoder(), spec.initialParameters()));
  }

  /** A predictor with version 0: the network as it begins. */
  public static Predictor create(ModelSpec spec) {
    return new Predictor(spec);
  }

  /**
   * Goes over to another version.
   *
   * @param bytes what {@link Learner#model} gave
   * @throws IllegalArgumentException with the reason, if the bytes are foreign or corrupt; then the
   *     old version stays
   */
  public void load(long newVersion, byte[] bytes) {
    use(newVersion, Published.read(spec, bytes));
  }

  private void use(long newVersion, Published newModel) {
    network.load(network.fromDl4j(newModel.parameters()));
    model = newModel;
    version = newVersion;
  }

  /** The version that predicts. */
  public long version() {
    return version;
  }

  /** As {@link Learner#predict}. */
  public void predict(Row[][] windows, int count, float[][] answers) {
    inference.predict(model.encoder(), windows, count, answers);
  }

  @Override
  public void close() {
    network.close();
  }
}
