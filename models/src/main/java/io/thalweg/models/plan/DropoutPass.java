package io.thalweg.models.plan;

import static io.thalweg.models.plan.Workbench.description;

import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.stream;

/**
 * Inverted dropout (Srivastava et al., 2014): a number is dropped or scaled by 1 / (1 − rate).
 * Masks are drawn row by row over a batch's right-aligned steps, empty ones too, so that they do
 * not depend on how kernels like their memory.
 */
final class DropoutPass implements Pass {
  private final double rate;
  private final Signal signal;
  private final Floats mask;
  private final float[] drawn;
  private final Kernel forward;
  private final Kernel backward;

  DropoutPass(Workbench bench, double rate, Signal in, Signal out) {
    this.rate = rate;
    signal = in;
    mask = bench.floats(in.values().size());
    drawn = new float[Math.toIntExact(mask.size())];
    forward = product(bench, in.values(), out.values());
    backward = product(bench, out.gradient(), in.gradient());
  }

  private Kernel product(Workbench bench, Floats in, Floats out) {
    desc plain = description(format_tag.a, mask.size());
    var described =
        new binary.primitive_desc(
            Processor.engine(),
            dnnl.algorithm.binary_mul,
            plain,
            plain,
            plain,
            Workbench.attributes(),
            false);
    return bench
        .kernel(described)
        .with(dnnl.DNNL_ARG_SRC_0, in)
        .with(dnnl.DNNL_ARG_SRC_1, mask)
        .with(dnnl.DNNL_ARG_DST, out)
        .build();
  }

  @Override
  public void draw(Batch batch, Generator chance) {
    float kept = (float) (1 / (1 - rate));
    for (int row = 0; row < batch.count(); row++) {
      int empty = Math.max(0, signal.steps() - batch.length(row));
      for (int step = 0; step < signal.steps(); step++) {
        // Those of the empty first steps go where the left-aligned window has its empty last ones.
        int aligned = step < empty ? signal.steps() - 1 - step : step - empty;
        int place = (aligned * signal.rows() + row) * signal.units();
        for (int i = place; i < place + signal.units(); i++) {
          drawn[i] = chance.nextDouble() < rate ? 0 : kept;
        }
      }
    }
    mask.put(0, drawn, 0, drawn.length);
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
