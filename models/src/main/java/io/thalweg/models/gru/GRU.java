package io.thalweg.models.gru;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A gated recurrent unit (Cho et al., 2014, "Learning phrase representations using RNN
 * encoder–decoder for statistical machine translation"), in the variant that applies the reset gate
 * after the recurrent product: what PyTorch's {@code GRU}, Keras's with {@code reset_after=True}
 * and cuDNN's compute. For input x [batch, nIn] and state h [batch, nOut] of each step:
 *
 * <pre>
 *   z = σ(x·W_z + b_z + h·R_z + c_z)         update gate
 *   r = σ(x·W_r + b_r + h·R_r + c_r)         reset gate
 *   n = tanh(x·W_n + b_n + r ∘ (h·R_n + c_n)) candidate
 *   h' = (1 - z) ∘ n + z ∘ h
 * </pre>
 *
 * <p>Parameters: "W" = [W_z W_r W_n], [nIn, 3·nOut]; "RW" = [R_z R_r R_n], [nOut, 3·nOut]; "b" =
 * [b_z b_r b_n c_z c_r c_n], [1, 6·nOut]; each row by row. Keras's order of gates; PyTorch's is r,
 * z, n.
 *
 * <p>A step that the features' mask leaves out gives 0 and sets the state to 0, so that a sequence
 * may be padded at either end, in either direction. Its activations are fixed.
 *
 * <p>To answer step by step with carried state ({@code rnnTimeStep}), let the network's head be per
 * step ({@code RnnOutputLayer}): DL4J 1.0.0-M2.1 passes by {@code LastTimeStep} there, whatever it
 * wraps, and hands its rank-3 output to the next layer.
 */
public final class GRU extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1;

  private GRU(Builder builder) {
    super(builder);
    initializeConstraints(builder);
    constrain(GruParameters.INPUT_WEIGHTS, builder.getInputWeightConstraints());
    constrain(GruParameters.RECURRENT_WEIGHTS, builder.getRecurrentConstraints());
  }

  /** For JSON. */
  private GRU() {}

  private void constrain(String parameter, List<LayerConstraint> added) {
    if (added == null) {
      return;
    }
    constraints = constraints == null ? new ArrayList<>() : constraints;
    for (LayerConstraint each : added) {
      LayerConstraint constraint = each.clone();
      constraint.setParams(Set.of(parameter));
      constraints.add(constraint);
    }
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    LayerValidation.assertNInNOutSet("GRU", getLayerName(), index, getNIn(), getNOut());
    if (!(getActivationFn() instanceof ActivationTanH)) {
      throw new DL4JInvalidConfigException(
          "GRU (index=%d, name=%s): activation %s found, tanh expected"
              .formatted(index, getLayerName(), getActivationFn()));
    }
    GruLayer layer = new GruLayer(configuration, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialise));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return GruParameters.INSTANCE;
  }

  /** Per example and step: gates, candidate, state; to learn, also their gradients. */
  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long steps = Math.max(1, ((InputTypeRecurrent) inputType).getTimeSeriesLength());
    long parameters = initializer().numParams(this);
    long state = getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            getLayerName(), GRU.class, inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, state)
        .workingMemory(0, 4 * steps * getNOut(), 0, 10 * steps * getNOut())
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  /** Else equal to another kind of recurrent layer with the same settings. */
  @Override
  protected boolean canEqual(Object other) {
    return other instanceof GRU;
  }

  /** nIn may be left to the network's input type, nOut may not. */
  @SuppressWarnings("unchecked")
  public static final class Builder extends BaseRecurrentLayer.Builder<Builder> {
    public Builder() {
      activationFn = new ActivationTanH();
    }

    @Override
    public GRU build() {
      return new GRU(this);
    }
  }
}
