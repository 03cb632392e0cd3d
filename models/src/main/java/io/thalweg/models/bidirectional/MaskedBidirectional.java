package io.thalweg.models.bidirectional;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * DL4J's {@link Bidirectional} of mode CONCAT for sequences that are padded at their end (Schuster
 * and Paliwal, 1997): parameters, JSON and, without a mask, results are the same.
 *
 * <p>Its own dropout is on what it gets, the same for both directions; DL4J passes it over. With a
 * mask, the backward direction begins at a sequence's last step that counts. DL4J's own begins at
 * the padding: its LSTM gets no mask there, and where it gets one its gradient leaves it out.
 */
public final class MaskedBidirectional extends Bidirectional {
  private static final long serialVersionUID = 1;

  private boolean lastStep;

  /**
   * One that gives [batch, 2 · units, steps].
   *
   * @param layer of each direction, which reads [batch, inputs, steps]
   */
  public MaskedBidirectional(org.deeplearning4j.nn.conf.layers.Layer layer) {
    this(layer, false);
  }

  /**
   * @param layer of each direction, which reads [batch, inputs, steps]
   * @param lastStep whether it gives [batch, 2 · units], each direction's last step: of the
   *     backward one, a sequence's first
   */
  public MaskedBidirectional(org.deeplearning4j.nn.conf.layers.Layer layer, boolean lastStep) {
    super(Mode.CONCAT, layer);
    this.lastStep = lastStep;
  }

  /** For JSON. */
  private MaskedBidirectional() {}

  /** Whether it gives each direction's last step only. */
  public boolean isLastStep() {
    return lastStep;
  }

  /** For JSON. */
  void setLastStep(boolean lastStep) {
    this.lastStep = lastStep;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType steps = super.getOutputType(index, input);
    return lastStep
        ? InputType.feedForward(((InputType.InputTypeRecurrent) steps).getSize())
        : steps;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof MaskedBidirectional bidirectional
        && bidirectional.lastStep == lastStep;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Boolean.hashCode(lastStep);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    INDArray flat = parameters.reshape(1, parameters.length());
    long half = flat.length() / 2;
    NeuralNetConfiguration one = configuration.clone();
    NeuralNetConfiguration other = configuration.clone();
    one.setLayer(getFwd());
    other.setLayer(getBwd());
    INDArray first = flat.get(NDArrayIndex.all(), NDArrayIndex.interval(0, half));
    INDArray second = flat.get(NDArrayIndex.all(), NDArrayIndex.interval(half, 2 * half));
    Layer forwards = getFwd().instantiate(one, listeners, index, first, initialise, type);
    Layer backwards = getBwd().instantiate(other, listeners, index, second, initialise, type);
    var layer =
        new MaskedBidirectionalLayer(configuration, forwards, backwards, parameters, lastStep);
    layer.setParamTable(initializer().init(configuration, parameters, initialise));
    return layer;
  }
}
