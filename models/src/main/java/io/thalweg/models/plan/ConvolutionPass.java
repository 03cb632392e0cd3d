package io.thalweg.models.plan;

import static io.thalweg.models.plan.Workbench.description;

import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;

/**
 * A convolution over images that lie row by row, channels last. The kernels choose how they want
 * the weights; the parameters themselves stay in a plain order.
 */
final class ConvolutionPass implements Pass {
  private final List<Kernel> preparation = new ArrayList<>();
  private final List<Kernel> backward = new ArrayList<>();
  private final Kernel forward;

  private final Workbench bench;
  private final desc plain;
  private final Parameters weights;

  /**
   * @param images that there are
   */
  ConvolutionPass(
      Workbench bench,
      int images,
      Convolution layer,
      Parameters parameters,
      Signal in,
      Signal out) {
    this.bench = bench;
    Image given = layer.input();
    Sliding kernel = layer.kernel();
    long[] shape = {
      layer.filters(), given.channels(), kernel.vertical().size(), kernel.horizontal().size()
    };
    int size = layer.filters() * given.channels() * kernel.area();
    weights = parameters.slice(0, size);
    plain = description(format_tag.oihw, shape);
    Parameters bias = parameters.slice(size, layer.filters());
    desc input = images(images, given);
    desc anyWeights = description(format_tag.any, shape);
    desc biases = description(format_tag.a, layer.filters());
    desc output = images(images, layer.output());
    boolean training = out.gradient() != null;
    var described =
        new convolution_forward.primitive_desc(
            Processor.engine(),
            training ? dnnl.prop_kind.forward_training : dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            input,
            anyWeights,
            biases,
            output,
            kernel.strides(),
            kernel.before(),
            kernel.after(),
            layer.activation().attributes(),
            false);
    forward =
        bench
            .kernel(described)
            .with(dnnl.DNNL_ARG_SRC, in.values())
            .with(dnnl.DNNL_ARG_WEIGHTS, prepared(described))
            .with(dnnl.DNNL_ARG_BIAS, bias.values())
            .with(dnnl.DNNL_ARG_DST, out.values())
            .build();
    if (!training) {
      return;
    }
    layer.activation().derivative(bench, output, out).ifPresent(backward::add);
    var byWeights =
        new convolution_backward_weights.primitive_desc(
            Processor.engine(),
            dnnl.algorithm.convolution_direct,
            input,
            anyWeights,
            biases,
            output,
            kernel.strides(),
            kernel.before(),
            kernel.after(),
            described,
            Workbench.attributes(),
            false);
    desc gradientFormat = Workbench.expected(byWeights, dnnl.DNNL_ARG_DIFF_WEIGHTS);
    Floats gradient = bench.floats(gradientFormat);
    backward.add(
        bench
            .kernel(byWeights)
            .with(dnnl.DNNL_ARG_SRC, in.values())
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_DIFF_WEIGHTS, gradient)
            .with(dnnl.DNNL_ARG_DIFF_BIAS, bias.gradient())
            .build());
    backward.add(bench.reorder(gradientFormat, gradient, plain, weights.gradient()));
    if (in.gradient() == null) {
      return;
    }
    var byInput =
        new convolution_backward_data.primitive_desc(
            Processor.engine(),
            dnnl.algorithm.convolution_direct,
            input,
            anyWeights,
            output,
            kernel.strides(),
            kernel.before(),
            kernel.after(),
            described,
            Workbench.attributes(),
            false);
    backward.add(
        bench
            .kernel(byInput)
            .with(dnnl.DNNL_ARG_WEIGHTS, prepared(byInput))
            .with(dnnl.DNNL_ARG_DIFF_DST, out.gradient())
            .with(dnnl.DNNL_ARG_DIFF_SRC, in.gradient())
            .build());
  }

  /**
   * Along the steps: steps, rows and units are one image's rows, pixels and channels, and lie so.
   */
  static ConvolutionPass along(
      Workbench bench, StepConvolution layer, Parameters parameters, Signal in, Signal out) {
    Image steps = new Image(in.steps(), in.rows(), in.units());
    Sliding kernel = new Sliding(layer.along(in.steps()), Sliding.Axis.valid(1));
    Convolution convolution = new Convolution(steps, layer.filters(), kernel, layer.activation());
    return new ConvolutionPass(bench, 1, convolution, parameters, in, out);
  }

  /** Images as kernels of any layer are to see them. */
  static desc images(int rows, Image image) {
    return description(format_tag.nhwc, rows, image.channels(), image.height(), image.width());
  }

  /** The weights in the format that a primitive wants, brought there before each use. */
  private Floats prepared(primitive_desc_base described) {
    desc wanted = Workbench.expected(described, dnnl.DNNL_ARG_WEIGHTS);
    Floats prepared = bench.floats(wanted);
    preparation.add(bench.reorder(plain, weights.values(), wanted, prepared));
    return prepared;
  }

  @Override
  public void prepare(stream queue) {
    preparation.forEach(kernel -> kernel.run(queue));
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
