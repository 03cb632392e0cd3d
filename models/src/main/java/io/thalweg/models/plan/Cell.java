package io.thalweg.models.plan;

import static org.bytedeco.dnnl.global.dnnl.prop_kind.backward;
import static org.bytedeco.dnnl.global.dnnl.prop_kind.forward_inference;
import static org.bytedeco.dnnl.global.dnnl.prop_kind.forward_training;
import static org.bytedeco.dnnl.global.dnnl.rnn_direction.unidirectional_left2right;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.lbr_gru_backward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.vanilla_rnn_backward;
import org.bytedeco.dnnl.vanilla_rnn_forward;

/** What a recurrent layer is made of. */
public enum Cell {
  /**
   * Long short-term memory with a forget gate (Gers, Schmidhuber and Cummins, 2000). Gates: input,
   * forget, candidate, output.
   */
  LSTM(4, 4, 4),
  /**
   * Gated recurrent unit (Cho et al., 2014) with the reset gate after the product, as in cuDNN: h'
   * = (1 − z) ∘ n + z ∘ h, n = tanh(x W + b + r ∘ (h R + b')). Gates: update z, reset r, candidate
   * n; biases: three of the input, then three of the recurrent part.
   */
  GRU(3, 6, 4),
  /** h' = tanh(x W + h R + b) (Elman, 1990). */
  SIMPLE_RNN(1, 1, 1);

  private final int gates;
  private final int biases;
  private final int kernelBiases;

  Cell(int gates, int biases, int kernelBiases) {
    this.gates = gates;
    this.biases = biases;
    this.kernelBiases = kernelBiases;
  }

  /** Weighted sums per unit, each with weights of its own. */
  public int gates() {
    return gates;
  }

  /** Vectors of biases in the parameters, each as long as the layer is wide. */
  public int biases() {
    return biases;
  }

  /** Vectors of biases that the kernels take. */
  int kernelBiases() {
    return kernelBiases;
  }

  /**
   * Memory that a layer's kernels work on.
   *
   * @param state before the first step (an LSTM's cells have the same); none for zeroes, which only
   *     inference may leave out: oneDNN 3.13 then takes the gradient by the recurrent weights as if
   *     the first step came after some other one
   */
  record Layout(
      desc input, desc state, desc inputWeights, desc recurrentWeights, desc bias, desc output) {}

  /**
   * @param after the last step: the state, in memory like that of the one before; none: not wanted
   */
  primitive_desc forward(Layout layout, desc after, boolean training) {
    engine processor = Processor.engine();
    prop_kind kind = training ? forward_training : forward_inference;
    return switch (this) {
      case LSTM ->
          new lstm_forward.primitive_desc(
              processor,
              kind,
              unidirectional_left2right,
              layout.input,
              layout.state,
              layout.state,
              layout.inputWeights,
              layout.recurrentWeights,
              layout.bias,
              layout.output,
              after,
              after,
              Workbench.attributes(),
              false);
      case GRU ->
          new lbr_gru_forward.primitive_desc(
              processor,
              kind,
              unidirectional_left2right,
              layout.input,
              layout.state,
              layout.inputWeights,
              layout.recurrentWeights,
              layout.bias,
              layout.output,
              after,
              Workbench.attributes(),
              false);
      case SIMPLE_RNN ->
          new vanilla_rnn_forward.primitive_desc(
              processor,
              kind,
              dnnl.algorithm.eltwise_tanh,
              unidirectional_left2right,
              layout.input,
              layout.state,
              layout.inputWeights,
              layout.recurrentWeights,
              layout.bias,
              layout.output,
              after,
              Workbench.attributes(),
              false);
    };
  }

  /**
   * @param forward what the training's forward pass was described as
   * @param gradients memory of the gradients by what the layout names
   */
  primitive_desc backward(Layout layout, Layout gradients, primitive_desc forward) {
    engine processor = Processor.engine();
    desc none = new desc();
    return switch (this) {
      case LSTM ->
          new lstm_backward.primitive_desc(
              processor,
              backward,
              unidirectional_left2right,
              layout.input,
              layout.state,
              layout.state,
              layout.inputWeights,
              layout.recurrentWeights,
              layout.bias,
              layout.output,
              none,
              none,
              gradients.input,
              gradients.state,
              gradients.state,
              gradients.inputWeights,
              gradients.recurrentWeights,
              gradients.bias,
              gradients.output,
              none,
              none,
              (lstm_forward.primitive_desc) forward,
              Workbench.attributes(),
              false);
      case GRU ->
          new lbr_gru_backward.primitive_desc(
              processor,
              backward,
              unidirectional_left2right,
              layout.input,
              layout.state,
              layout.inputWeights,
              layout.recurrentWeights,
              layout.bias,
              layout.output,
              none,
              gradients.input,
              gradients.state,
              gradients.inputWeights,
              gradients.recurrentWeights,
              gradients.bias,
              gradients.output,
              none,
              (lbr_gru_forward.primitive_desc) forward,
              Workbench.attributes(),
              false);
      case SIMPLE_RNN ->
          new vanilla_rnn_backward.primitive_desc(
              processor,
              backward,
              dnnl.algorithm.eltwise_tanh,
              unidirectional_left2right,
              layout.input,
              layout.state,
              layout.inputWeights,
              layout.recurrentWeights,
              layout.bias,
              layout.output,
              none,
              gradients.input,
              gradients.state,
              gradients.inputWeights,
              gradients.recurrentWeights,
              gradients.bias,
              gradients.output,
              none,
              (vanilla_rnn_forward.primitive_desc) forward,
              Workbench.attributes(),
              false);
    };
  }
}
