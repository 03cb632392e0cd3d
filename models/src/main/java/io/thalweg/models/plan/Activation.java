package io.thalweg.models.plan;

import java.util.Optional;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** What a dense or convolutional layer does with its sums. */
public enum Activation {
  /** Nothing. */
  IDENTITY(null, null),
  RELU(dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd),
  TANH(dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd),
  SIGMOID(dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd);

  private final dnnl.algorithm forward;

  /** From the results, so that the sums need not be kept. */
  private final dnnl.algorithm backward;

  Activation(dnnl.algorithm forward, dnnl.algorithm backward) {
    this.forward = forward;
    this.backward = backward;
  }

  /** Attributes of a primitive that does it to its sums. */
  primitive_attr attributes() {
    primitive_attr attributes = Workbench.attributes();
    if (this != IDENTITY) {
      post_ops after = new post_ops();
      after.append_eltwise(forward, 0, 0);
      attributes.set_post_ops(after);
    }
    return attributes;
  }

  /** Makes the gradient by the results, in place, the one by the sums; none for identity. */
  Optional<Kernel> derivative(Workbench bench, desc description, Signal out) {
    if (this == IDENTITY) {
      return Optional.empty();
    }
    var hint =
        new eltwise_forward.primitive_desc(
            Processor.engine(),
            dnnl.prop_kind.forward_training,
            forward,
            description,
            description,
            0,
            0,
            Workbench.attributes(),
            false);
    var described =
        new eltwise_backward.primitive_desc(
            Processor.engine(),
            backward,
            description,
            description,
            description,
            0,
            0,
            hint,
            Workbench.attributes(),
            false);
    return Optional.of(
        bench
            .kernel(described)
            .with(dnnl.DNNL_ARG_DST, out.values())
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_DIFF_SRC, out.gradient())
            .build());
  }
}
