package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Pool;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Dropout;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.LastOfBoth;
import io.thalweg.models.plan.StepLayer.Mask;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import io.thalweg.models.random.Generator;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.stream;

/** All layers at one shape: kernels, and the memory between them. */
final class Circuit implements AutoCloseable {
  /** What a circuit is made for. */
  enum Use {
    TRAINING,
    /** Of rows that have the same bits in any company. */
    PREDICTION,
    /** Of rows that need not. */
    PREDICTION_TOGETHER
  }

  private final Arena arena = new Arena();
  private final List<Pass> passes = new ArrayList<>();
  private final Signal input;
  private final Signal output;
  private final float[] padding;
  private long prepared = -1;

  /**
   * @param rows of a batch, exactly those if it trains, at most those otherwise
   */
  Circuit(Outline outline, Parameters parameters, int steps, int rows, Use use) {
    padding = new float[outline.inputs()];
    try (Workbench bench = new Workbench(arena)) {
      boolean asked = use == Use.TRAINING && !outline.firstLayerReadsOnly();
      input = Signal.of(bench, steps, rows, outline.inputs(), asked);
      Signal signal = input;
      long offset = 0;
      for (Layer layer : outline.layers()) {
        int size = layer.size(signal.units());
        signal = add(bench, layer, parameters.slice(offset, size), signal, use);
        offset += size;
      }
      output = signal;
    }
  }

  private Signal add(Workbench bench, Layer layer, Parameters parameters, Signal in, Use use) {
    boolean training = use == Use.TRAINING;
    if (layer instanceof Dropout && !training) {
      return in;
    }
    if (layer instanceof Mask) {
      passes.add(new MaskPass(in));
      return in;
    }
    int steps = layer.steps(in.steps());
    Signal out = Signal.of(bench, steps, in.rows(), layer.units(in.units()), training);
    if (layer instanceof Recurrent recurrent) {
      passes.add(new RecurrentPass(bench, recurrent.cell(), parameters, in, out));
    } else if (layer instanceof Dense dense
        && use == Use.PREDICTION
        && SmallDensePass.serves(dense, in)) {
      passes.add(new SmallDensePass(dense.activation(), parameters, in, out));
    } else if (layer instanceof Dense dense) {
      passes.add(new DensePass(bench, dense.activation(), parameters, in, out));
    } else if (layer instanceof Embedding) {
      passes.add(new EmbeddingPass(parameters, in, out));
    } else if (layer instanceof Convolution convolution) {
      passes.add(new ConvolutionPass(bench, in.rows(), convolution, parameters, in, out));
    } else if (layer instanceof Pool pool) {
      passes.add(new PoolPass(bench, pool, in, out));
    } else if (layer instanceof Bidirectional bidirectional) {
      passes.add(new BidirectionalPass(bench, bidirectional, parameters, in, out));
    } else if (layer instanceof StepConvolution convolution) {
      passes.add(ConvolutionPass.along(bench, convolution, parameters, in, out));
    } else if (layer instanceof StepPool pool) {
      passes.add(new StepPoolPass(pool.pooling(), in, out));
    } else if (layer instanceof LastOfBoth) {
      passes.add(new LastOfBothPass(in, out));
    } else if (layer instanceof Dropout dropout) {
      passes.add(new DropoutPass(bench, dropout.rate(), in, out));
    } else {
      passes.add(new LastStepPass(in, out));
    }
    return out;
  }

  /** [1, rows, features]: values after a forward pass, gradient before a backward one. */
  Signal output() {
    return output;
  }

  /**
   * @param loaded which parameters these are: other ones than the last time are prepared first
   */
  void forward(Batch batch, long loaded, stream queue) {
    if (prepared != loaded) {
      passes.forEach(pass -> pass.prepare(queue));
      prepared = loaded;
    }
    take(batch);
    for (Pass pass : passes) {
      pass.see(batch);
      pass.forward(queue);
    }
  }

  void draw(Batch batch, Generator chance) {
    passes.forEach(pass -> pass.draw(batch, chance));
  }

  void backward(stream queue) {
    for (int i = passes.size() - 1; i >= 0; i--) {
      passes.get(i).backward(queue);
    }
  }

  /** From [row, step, input] with empty first steps to [step, row, input] with empty last ones. */
  private void take(Batch batch) {
    Floats values = input.values();
    int width = input.units();
    for (int row = 0; row < input.rows(); row++) {
      int length = row < batch.count() ? batch.length(row) : 0;
      int first = row < batch.count() ? batch.offset(row, batch.steps() - length) : 0;
      for (int step = 0; step < input.steps(); step++) {
        int place = (step * input.rows() + row) * width;
        if (step < length) {
          values.put(place, batch.values(), first + step * width, width);
        } else {
          values.put(place, padding, 0, width);
        }
      }
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
