package io.thalweg.models.plan;

import static io.thalweg.models.plan.Workbench.description;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.stream;

/**
 * y = f(x W + b) for every step of every row. Parameters: W [units, inputs], row by row, then b
 * [units].
 */
final class DensePass implements Pass {
  private final Kernel forward;
  private final List<Kernel> backward = new ArrayList<>();

  DensePass(Workbench bench, Activation activation, Parameters parameters, Signal in, Signal out) {
    int size = in.units() * out.units();
    Parameters weights = parameters.slice(0, size);
    Parameters bias = parameters.slice(size, out.units());
    long rows = (long) in.steps() * in.rows();
    desc input = description(format_tag.ab, rows, in.units());
    desc weight = description(format_tag.ab, out.units(), in.units());
    desc biases = description(format_tag.a, out.units());
    desc output = description(format_tag.ab, rows, out.units());
    boolean training = out.gradient() != null;
    var described =
        new inner_product_forward.primitive_desc(
            Processor.engine(),
            training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            input,
            weight,
            biases,
            output,
            activation.attributes(),
            false);
    forward =
        bench
            .kernel(described)
            .with(dnnl.DNNL_ARG_SRC, in.values())
            .with(dnnl.DNNL_ARG_WEIGHTS, weights.values())
            .with(dnnl.DNNL_ARG_BIAS, bias.values())
            .with(dnnl.DNNL_ARG_DST, out.values())
            .build();
    if (!training) {
      return;
    }
    activation.derivative(bench, output, out).ifPresent(backward::add);
    var byWeights =
        new inner_product_backward_weights.primitive_desc(
            Processor.engine(),
            input,
            weight,
            biases,
            output,
            described,
            Workbench.attributes(),
            false);
    backward.add(
        bench
            .kernel(byWeights)
            .with(dnnl.DNNL_ARG_SRC, in.values())
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, weights.gradient())
            .with(dnnl.DNNL_ARG_DIFF_BIAS, bias.gradient())
            .build());
    if (in.gradient() == null) {
      return;
    }
    var byInput =
        new inner_product_backward_data.primitive_desc(
            Processor.engine(), input, weight, output, described, Workbench.attributes(), false);
    backward.add(
        bench
            .kernel(byInput)
            .with(dnnl.DNNL_ARG_WEIGHTS, weights.values())
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_DIFF_SRC, in.gradient())
            .build());
  }

  @Override
  public void forward(stream queue) {
    forward.run(queue);
  }

  @Override
  public void backward(stream queue) {
    backward.forEach(kernel -> kernel.run(queue));
  }
}
