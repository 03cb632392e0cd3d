package io.thalweg.models.plan;

import static io.thalweg.models.plan.Workbench.description;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
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
            attributes(activation),
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
    if (activation != Activation.IDENTITY) {
      backward.add(derivative(bench, activation, output, out));
    }
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

  private static primitive_attr attributes(Activation activation) {
    primitive_attr attributes = Workbench.attributes();
    if (activation != Activation.IDENTITY) {
      post_ops after = new post_ops();
      after.append_eltwise(activation.forward(), 0, 0);
      attributes.set_post_ops(after);
    }
    return attributes;
  }

  /** The gradient by the results becomes, in place, that by the sums. */
  private static Kernel derivative(
      Workbench bench, Activation activation, desc output, Signal out) {
    var hint =
        new eltwise_forward.primitive_desc(
            Processor.engine(),
            dnnl.prop_kind.forward_training,
            activation.forward(),
            output,
            output,
            0,
            0,
            Workbench.attributes(),
            false);
    var described =
        new eltwise_backward.primitive_desc(
            Processor.engine(),
            activation.backward(),
            output,
            output,
            output,
            0,
            0,
            hint,
            Workbench.attributes(),
            false);
    return bench
        .kernel(described)
        .with(dnnl.DNNL_ARG_DST, out.values())
        .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
        .with(dnnl.DNNL_ARG_DIFF_SRC, out.gradient())
        .build();
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
