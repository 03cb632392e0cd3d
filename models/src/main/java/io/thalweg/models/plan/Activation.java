package io.thalweg.models.plan;

import org.bytedeco.dnnl.global.dnnl;

/** What a dense layer does with its sums. */
public enum Activation {
  /** Nothing. */
  IDENTITY(null, null),
  RELU(dnnl.algorithm.eltwise_relu, dnnl.algorithm.eltwise_relu_use_dst_for_bwd),
  TANH(dnnl.algorithm.eltwise_tanh, dnnl.algorithm.eltwise_tanh_use_dst_for_bwd),
  SIGMOID(dnnl.algorithm.eltwise_logistic, dnnl.algorithm.eltwise_logistic_use_dst_for_bwd);

  private final dnnl.algorithm forward;
  private final dnnl.algorithm backward;

  Activation(dnnl.algorithm forward, dnnl.algorithm backward) {
    this.forward = forward;
    this.backward = backward;
  }

  dnnl.algorithm forward() {
    return forward;
  }

  /** From the results, so that the sums need not be kept. */
  dnnl.algorithm backward() {
    return backward;
  }
}
