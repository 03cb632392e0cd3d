import static org.bytedeco.dnnl.global.dnnl.*;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Times recurrent and dense kernels of whatever oneDNN is on the class path, as plans use them
 * (user scratchpad, weights row by row, transposed once per step for the backward pass), and writes
 * what they computed. Arguments: file for the numbers; seconds per work, or "bits".
 */
final class Measure {
  private static final int[] BATCHES = {2, 1, 3, 8, 17, 33, 100};
  private static final double LEAST_SHARE = 0.98;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final engine ENGINE = new engine(engine.kind.cpu, 0);
  private static final stream QUEUE = new stream(ENGINE);

  private final List<Runnable> step = new ArrayList<>();
  private final List<Runnable> scratched = new ArrayList<>();
  private final Map<String, FloatPointer> results = new LinkedHashMap<>();
  private final StringBuilder kernels = new StringBuilder();
  private long kept;
  private long scratch;
  private FloatPointer scratchpad;

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    if (arguments[1].equals("bits")) {
      for (boolean lstm : new boolean[] {true, false}) {
        for (boolean training : new boolean[] {false, true}) {
          bits(lstm, 16, 64, 32, training);
          bits(lstm, 16, 100, 32, training);
          bits(lstm, 16, 256, 64, training);
        }
      }
      return;
    }
    double seconds = Double.parseDouble(arguments[1]);
    System.out.printf("load %s%n", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    try (var file =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0]))))) {
      for (boolean training : new boolean[] {true, false}) {
        for (boolean lstm : new boolean[] {true, false}) {
          for (int batch : new int[] {1, 32, 256}) {
            recurrent(lstm, 16, 64, 32, batch, training, seconds, file);
          }
          for (int batch : new int[] {1, 32}) {
            recurrent(lstm, 16, 256, 64, batch, training, seconds, file);
          }
        }
        dense(120, 84, 128, training, seconds, file);
      }
    }
  }

  private static void recurrent(
      boolean lstm,
      int inputs,
      int units,
      int steps,
      int batch,
      boolean training,
      double seconds,
      DataOutputStream file)
      throws IOException {
    String name =
        "%s %d→%d, %d steps, batch %d, %s"
            .formatted(lstm ? "LSTM" : "GRU", inputs, units, steps, batch, task(training));
    try (PointerScope scope = new PointerScope()) {
      long before = System.nanoTime();
      Measure work = new Measure();
      work.recurrent(lstm, inputs, units, steps, batch, training);
      work.report(name, System.nanoTime() - before, seconds, file);
    }
  }

  private static void dense(
      int inputs, int units, int batch, boolean training, double seconds, DataOutputStream file)
      throws IOException {
    String name = "dense %d→%d, batch %d, %s".formatted(inputs, units, batch, task(training));
    try (PointerScope scope = new PointerScope()) {
      long before = System.nanoTime();
      Measure work = new Measure();
      work.dense(inputs, units, batch, training);
      work.report(name, System.nanoTime() - before, seconds, file);
    }
  }

  private static String task(boolean training) {
    return training ? "forward+backward" : "inference";
  }

  /** Describes and makes the kernels, with random numbers to work on; returns the input. */
  private FloatPointer recurrent(
      boolean lstm, int inputs, int units, int steps, int batch, boolean training) {
    Random random = new Random(1);
    int gates = lstm ? 4 : 3;
    float scale = (float) (1 / Math.sqrt(units));
    FloatPointer w = uniform(random, inputs * gates * units, scale);
    FloatPointer r = uniform(random, units * gates * units, scale);
    FloatPointer b = uniform(random, 4 * units, scale);
    FloatPointer x = uniform(random, steps * batch * inputs, 1);
    FloatPointer y = result("y", steps * batch * units);
    Layout rows = layout(gates, inputs, units, steps, batch, format_tag.ldigo, training);
    primitive_desc described =
        Described.forward(
            lstm,
            training ? prop_kind.forward_training : prop_kind.forward_inference,
            rows,
            attributes(),
            ENGINE);
    Map<Integer, FloatPointer> given = new LinkedHashMap<>();
    given.put(DNNL_ARG_SRC_LAYER, x);
    given.put(DNNL_ARG_WEIGHTS_LAYER, w);
    given.put(DNNL_ARG_WEIGHTS_ITER, r);
    given.put(DNNL_ARG_BIAS, b);
    given.put(DNNL_ARG_DST_LAYER, y);
    if (!training) {
      kernel(described, given);
      return x;
    }
    FloatPointer zeroes = zeroes(batch * units);
    desc workspace = described.workspace_desc();
    kept = workspace.get_size();
    given.put(DNNL_ARG_WORKSPACE, zeroes((int) (kept / Float.BYTES)));
    given.put(DNNL_ARG_SRC_ITER, zeroes);
    if (lstm) {
      given.put(DNNL_ARG_SRC_ITER_C, zeroes);
    }
    kernel(described, given);
    Layout turned = layout(gates, inputs, units, steps, batch, format_tag.ldgoi, true);
    Map<Integer, FloatPointer> back = new LinkedHashMap<>(given);
    back.put(DNNL_ARG_WEIGHTS_LAYER, turned(rows.inputWeights(), w, turned.inputWeights()));
    back.put(DNNL_ARG_WEIGHTS_ITER, turned(rows.recurrentWeights(), r, turned.recurrentWeights()));
    back.put(DNNL_ARG_DIFF_DST_LAYER, uniform(random, steps * batch * units, 1));
    back.put(DNNL_ARG_DIFF_SRC_LAYER, result("dx", steps * batch * inputs));
    back.put(DNNL_ARG_DIFF_SRC_ITER, zeroes(batch * units));
    if (lstm) {
      back.put(DNNL_ARG_DIFF_SRC_ITER_C, zeroes(batch * units));
    }
    back.put(DNNL_ARG_DIFF_WEIGHTS_LAYER, sum("dW", inputs * gates * units));
    back.put(DNNL_ARG_DIFF_WEIGHTS_ITER, sum("dR", units * gates * units));
    back.put(DNNL_ARG_DIFF_BIAS, sum("db", 4 * units));
    kernel(Described.backward(lstm, turned, rows, described, attributes(), ENGINE), back);
    return x;
  }

  private static Layout layout(
      int gates, int inputs, int units, int steps, int batch, format_tag weights, boolean state) {
    return new Layout(
        description(format_tag.tnc, steps, batch, inputs),
        state ? description(format_tag.ldnc, 1, 1, batch, units) : new desc(),
        description(weights, 1, 1, inputs, gates, units),
        description(weights, 1, 1, units, gates, units),
        description(format_tag.ldgo, 1, 1, 4, units),
        description(format_tag.tnc, steps, batch, units));
  }

  private void dense(int inputs, int units, int batch, boolean training) {
    Random random = new Random(1);
    desc input = description(format_tag.ab, batch, inputs);
    desc weights = description(format_tag.ab, units, inputs);
    desc bias = description(format_tag.a, units);
    desc output = description(format_tag.ab, batch, units);
    FloatPointer x = uniform(random, batch * inputs, 1);
    FloatPointer w = uniform(random, inputs * units, (float) (1 / Math.sqrt(inputs)));
    primitive_desc described =
        Described.dense(
            training ? prop_kind.forward_training : prop_kind.forward_inference,
            input,
            weights,
            bias,
            output,
            attributes(),
            ENGINE);
    kernel(
        described,
        Map.of(
            DNNL_ARG_SRC,
            x,
            DNNL_ARG_WEIGHTS,
            w,
            DNNL_ARG_BIAS,
            uniform(random, units, 1),
            DNNL_ARG_DST,
            result("y", batch * units)));
    if (!training) {
      return;
    }
    FloatPointer dy = uniform(random, batch * units, 1);
    kernel(
        Described.denseByWeights(input, weights, bias, output, described, attributes(), ENGINE),
        Map.of(
            DNNL_ARG_SRC,
            x,
            DNNL_ARG_DIFF_DST,
            dy,
            DNNL_ARG_DIFF_WEIGHTS,
            result("dW", inputs * units),
            DNNL_ARG_DIFF_BIAS,
            result("db", units)));
    kernel(
        Described.denseByInput(input, weights, output, described, attributes(), ENGINE),
        Map.of(
            DNNL_ARG_WEIGHTS, w,
            DNNL_ARG_DIFF_DST, dy,
            DNNL_ARG_DIFF_SRC, result("dx", batch * inputs)));
  }

  private FloatPointer turned(desc from, FloatPointer numbers, desc to) {
    FloatPointer turned = zeroes((int) (to.get_size() / Float.BYTES));
    var described = new reorder.primitive_desc(ENGINE, from, ENGINE, to, attributes(), false);
    kernel(described, new reorder(described), Map.of(DNNL_ARG_FROM, numbers, DNNL_ARG_TO, turned));
    return turned;
  }

  private void kernel(primitive_desc described, Map<Integer, FloatPointer> given) {
    kernels.append(' ').append(described.impl_info_str().getString());
    kernel(described, new primitive(described), given);
  }

  private void kernel(
      primitive_desc_base described, primitive compiled, Map<Integer, FloatPointer> given) {
    IntMemoryMap arguments = new IntMemoryMap();
    given.forEach(
        (argument, numbers) ->
            arguments.put(
                argument,
                new memory(described.query_md(query.exec_arg_md, argument), ENGINE, numbers)));
    desc wanted = described.scratchpad_desc();
    if (wanted.get_size() > 0) {
      scratch = Math.max(scratch, wanted.get_size());
      scratched.add(
          () -> arguments.put(DNNL_ARG_SCRATCHPAD, new memory(wanted, ENGINE, scratchpad)));
    }
    step.add(() -> compiled.execute(QUEUE, arguments));
  }

  private void ready() {
    scratchpad = zeroes((int) (scratch / Float.BYTES) + 1);
    scratched.forEach(Runnable::run);
  }

  private void step() {
    for (Runnable kernel : step) {
      kernel.run();
    }
  }

  private void report(String name, long nanos, double seconds, DataOutputStream file)
      throws IOException {
    ready();
    step();
    System.out.printf(
        "made %s: %.2f ms, %d bytes kept, %d scratch,%s%n",
        name, nanos / 1e6, kept, scratch, kernels);
    for (var result : results.entrySet()) {
      float[] numbers = floats(result.getValue());
      file.writeUTF(name + ": " + result.getKey());
      file.writeInt(numbers.length);
      for (float number : numbers) {
        file.writeFloat(number);
      }
      System.out.printf("sum %s: %s %08x%n", name, result.getKey(), Arrays.hashCode(numbers));
    }
    run(seconds / 2, new long[2]);
    List<Double> quiet = new ArrayList<>();
    double share = 0;
    int windows = 0;
    while (quiet.size() < 9 && windows < 40) {
      long[] wallAndProcessor = new long[2];
      int count = run(seconds / 9, wallAndProcessor);
      share = (double) wallAndProcessor[1] / wallAndProcessor[0];
      windows++;
      if (share >= LEAST_SHARE) {
        quiet.add(wallAndProcessor[0] / 1e6 / count);
      }
    }
    quiet.sort(null);
    System.out.printf(
        "time %s: %.6f ms, %d of %d windows%n",
        name, quiet.isEmpty() ? Double.NaN : quiet.get(quiet.size() / 2), quiet.size(), windows);
  }

  /** Steps for so many seconds, at least three; wall and processor time of this thread. */
  private int run(double seconds, long[] wallAndProcessor) {
    long processor = THREADS.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    long now = begin;
    int count = 0;
    while (count < 3 || now - begin < seconds * 1e9) {
      step();
      now = System.nanoTime();
      count++;
    }
    wallAndProcessor[0] = now - begin;
    wallAndProcessor[1] = THREADS.getCurrentThreadCpuTime() - processor;
    return count;
  }

  /** How many of 100 sequences have other bits in a batch than in one of two. */
  private static void bits(boolean lstm, int inputs, int units, int steps, boolean training) {
    int sequences = 100;
    Random random = new Random(2);
    float[][][] pool = new float[sequences][steps][inputs];
    for (float[][] sequence : pool) {
      for (float[] inputsOfStep : sequence) {
        for (int i = 0; i < inputs; i++) {
          inputsOfStep[i] = 2 * random.nextFloat() - 1;
        }
      }
    }
    float[][][] reference = new float[sequences][][];
    StringBuilder found = new StringBuilder();
    for (int batch : BATCHES) {
      try (PointerScope scope = new PointerScope()) {
        Measure work = new Measure();
        FloatPointer x = work.recurrent(lstm, inputs, units, steps, batch, training);
        work.ready();
        boolean[] differs = new boolean[sequences];
        for (int first = 0; first < sequences; first += batch > 3 ? 25 : 1) {
          for (int t = 0; t < steps; t++) {
            for (int row = 0; row < batch; row++) {
              x.position((long) (t * batch + row) * inputs)
                  .put(pool[(first + row) % sequences][t], 0, inputs);
            }
          }
          x.position(0);
          work.step();
          float[] y = floats(work.results.get("y"));
          for (int row = 0; row < batch; row++) {
            int sequence = (first + row) % sequences;
            float[][] outputs = new float[steps][];
            for (int t = 0; t < steps; t++) {
              int at = (t * batch + row) * units;
              outputs[t] = Arrays.copyOfRange(y, at, at + units);
            }
            if (reference[sequence] == null) {
              reference[sequence] = outputs;
            } else if (!Arrays.deepEquals(reference[sequence], outputs)) {
              differs[sequence] = true;
            }
          }
        }
        int count = 0;
        for (boolean different : differs) {
          count += different ? 1 : 0;
        }
        found.append(" %d:%d".formatted(batch, count));
      }
    }
    System.out.printf(
        "bits %s %d→%d, %d steps, %s; batch:sequences that differ%s%n",
        lstm ? "LSTM" : "GRU", inputs, units, steps, training ? "training" : "inference", found);
  }

  private FloatPointer sum(String name, int size) {
    FloatPointer numbers = result(name, size);
    step.add(0, () -> Pointer.memset(numbers, 0, (long) size * Float.BYTES));
    return numbers;
  }

  private FloatPointer result(String name, int size) {
    FloatPointer numbers = zeroes(size);
    results.put(name, numbers);
    return numbers;
  }

  private static FloatPointer uniform(Random random, int size, float scale) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (2 * random.nextFloat() - 1) * scale;
    }
    FloatPointer memory = zeroes(size);
    memory.put(numbers, 0, size);
    return memory;
  }

  /** On a cache line's boundary. */
  private static FloatPointer zeroes(int size) {
    FloatPointer memory = new FloatPointer((long) size + 16);
    long skipped = (64 - memory.address() % 64) % 64 / Float.BYTES;
    FloatPointer aligned = memory.getPointer(skipped).limit(size);
    Pointer.memset(aligned, 0, (long) size * Float.BYTES);
    return aligned;
  }

  private static float[] floats(FloatPointer memory) {
    float[] numbers = new float[(int) memory.limit()];
    memory.get(numbers);
    return numbers;
  }

  private static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    return attributes;
  }

  private static desc description(format_tag format, long... dimensions) {
    return new desc(dimensions, memory.data_type.f32, format);
  }
}
