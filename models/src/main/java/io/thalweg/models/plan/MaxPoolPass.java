package io.thalweg.models.plan;

import io.thalweg.models.plan.Outline.MaxPool;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.stream;

/** The maxima of squares that do not overlap. */
final class MaxPoolPass implements Pass {
  private static final long[] NONE = {0, 0};

  private final Kernel forward;
  private final Kernel backward;

  MaxPoolPass(Workbench bench, MaxPool layer, Signal in, Signal out) {
    long[] square = {layer.size(), layer.size()};
    desc input = ConvolutionPass.images(in.rows(), layer.input());
    desc output = ConvolutionPass.images(in.rows(), layer.output());
    boolean training = out.gradient() != null;
    var described =
        new pooling_forward.primitive_desc(
            Processor.engine(),
            training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            dnnl.algorithm.pooling_max,
            input,
            output,
            square,
            square,
            NONE,
            NONE,
            NONE,
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
    Floats places = bench.floats(Workbench.expected(described, dnnl.DNNL_ARG_WORKSPACE));
    forward = arguments.with(dnnl.DNNL_ARG_WORKSPACE, places).build();
    var back =
        new pooling_backward.primitive_desc(
            Processor.engine(),
            dnnl.algorithm.pooling_max,
            input,
            output,
            square,
            square,
            NONE,
            NONE,
            NONE,
            described,
            Workbench.attributes(),
            false);
    backward =
        bench
            .kernel(back)
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_WORKSPACE, places)
            .with(dnnl.DNNL_ARG_DIFF_SRC, in.gradient())
            .build();
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
