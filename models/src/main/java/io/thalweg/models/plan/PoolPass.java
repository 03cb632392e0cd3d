package io.thalweg.models.plan;

import io.thalweg.models.plan.ImageLayer.Pool;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.stream;

/** Pools over images that lie row by row, channels last. */
final class PoolPass implements Pass {
  private static final long[] NONE = {0, 0};

  private final Kernel forward;
  private final Kernel backward;

  PoolPass(Workbench bench, Pool layer, Signal in, Signal out) {
    Sliding kernel = layer.kernel();
    dnnl.algorithm way = algorithm(layer.kind());
    desc input = ConvolutionPass.images(in.rows(), layer.input());
    desc output = ConvolutionPass.images(in.rows(), layer.output());
    boolean training = out.gradient() != null;
    var described =
        new pooling_forward.primitive_desc(
            Processor.engine(),
            training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            way,
            input,
            output,
            kernel.strides(),
            kernel.sizes(),
            NONE,
            kernel.before(),
            kernel.after(),
            Workbench.attributes(),
            false);
    Workbench.Arguments arguments =
        bench
            .kernel(described)
            .with(dnnl.DNNL_ARG_SRC, in.values())
            .with(dnnl.DNNL_ARG_DST, out.values());
    if (!training) {
      forward = arguments.build();
      backward = null;
      return;
    }
    var back =
        new pooling_backward.primitive_desc(
            Processor.engine(),
            way,
            input,
            output,
            kernel.strides(),
            kernel.sizes(),
            NONE,
            kernel.before(),
            kernel.after(),
            described,
            Workbench.attributes(),
            false);
    Workbench.Arguments backwards =
        bench
            .kernel(back)
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_DIFF_SRC, in.gradient());
    if (layer.kind() == Pool.Kind.MAX) {
      Floats places = bench.floats(Workbench.expected(described, dnnl.DNNL_ARG_WORKSPACE));
      arguments.with(dnnl.DNNL_ARG_WORKSPACE, places);
      backwards.with(dnnl.DNNL_ARG_WORKSPACE, places);
    }
    forward = arguments.build();
    backward = backwards.build();
  }

  private static dnnl.algorithm algorithm(Pool.Kind kind) {
    return switch (kind) {
      case MAX -> dnnl.algorithm.pooling_max;
      case MEAN -> dnnl.algorithm.pooling_avg_exclude_padding;
      case PADDED_MEAN -> dnnl.algorithm.pooling_avg_include_padding;
    };
  }

  @Override
  public void forward(stream queue) {
    forward.run(queue);
  }

  @Override
  public void backward(stream queue) {
    backward.run(queue);
  }
}
