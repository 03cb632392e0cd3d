import static org.bytedeco.dnnl.global.dnnl.rnn_direction.unidirectional_left2right;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.lbr_gru_backward;
import org.bytedeco.dnnl.lbr_gru_forward;
import org.bytedeco.dnnl.lstm_backward;
import org.bytedeco.dnnl.lstm_forward;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;

/** What is measured, in the words of oneDNN 2, which describes an operation first. */
final class Described {
  private Described() {}

  static primitive_desc forward(
      boolean lstm, prop_kind kind, Layout in, primitive_attr attributes, engine engine) {
    desc none = new desc();
    return lstm
        ? new lstm_forward.primitive_desc(
            new lstm_forward.desc(
                kind,
                unidirectional_left2right,
                in.input(),
                in.state(),
                in.state(),
                in.inputWeights(),
                in.recurrentWeights(),
                in.bias(),
                in.output(),
                none,
                none),
            attributes,
            engine,
            false)
        : new lbr_gru_forward.primitive_desc(
            new lbr_gru_forward.desc(
                kind,
                unidirectional_left2right,
                in.input(),
                in.state(),
                in.inputWeights(),
                in.recurrentWeights(),
                in.bias(),
                in.output(),
                none),
            attributes,
            engine,
            false);
  }

  static primitive_desc backward(
      boolean lstm,
      Layout in,
      Layout gradients,
      primitive_desc forward,
      primitive_attr attributes,
      engine engine) {
    desc none = new desc();
    return lstm
        ? new lstm_backward.primitive_desc(
            new lstm_backward.desc(
                prop_kind.backward,
                unidirectional_left2right,
                in.input(),
                in.state(),
                in.state(),
                in.inputWeights(),
                in.recurrentWeights(),
                in.bias(),
                in.output(),
                none,
                none,
                gradients.input(),
                gradients.state(),
                gradients.state(),
                gradients.inputWeights(),
                gradients.recurrentWeights(),
                gradients.bias(),
                gradients.output(),
                none,
                none),
            attributes,
            engine,
            (lstm_forward.primitive_desc) forward,
            false)
        : new lbr_gru_backward.primitive_desc(
            new lbr_gru_backward.desc(
                prop_kind.backward,
                unidirectional_left2right,
                in.input(),
                in.state(),
                in.inputWeights(),
                in.recurrentWeights(),
                in.bias(),
                in.output(),
                none,
                gradients.input(),
                gradients.state(),
                gradients.inputWeights(),
                gradients.recurrentWeights(),
                gradients.bias(),
                gradients.output(),
                none),
            attributes,
            engine,
            (lbr_gru_forward.primitive_desc) forward,
            false);
  }

  static primitive_desc dense(
      prop_kind kind,
      desc input,
      desc weights,
      desc bias,
      desc output,
      primitive_attr attributes,
      engine engine) {
    return new inner_product_forward.primitive_desc(
        new inner_product_forward.desc(kind, input, weights, bias, output),
        attributes,
        engine,
        false);
  }

  static primitive_desc denseByWeights(
      desc input,
      desc weights,
      desc bias,
      desc output,
      primitive_desc forward,
      primitive_attr attributes,
      engine engine) {
    return new inner_product_backward_weights.primitive_desc(
        new inner_product_backward_weights.desc(input, weights, bias, output),
        attributes,
        engine,
        (inner_product_forward.primitive_desc) forward,
        false);
  }

  static primitive_desc denseByInput(
      desc input,
      desc weights,
      desc output,
      primitive_desc forward,
      primitive_attr attributes,
      engine engine) {
    return new inner_product_backward_data.primitive_desc(
        new inner_product_backward_data.desc(input, weights, output),
        attributes,
        engine,
        (inner_product_forward.primitive_desc) forward,
        false);
  }
}
