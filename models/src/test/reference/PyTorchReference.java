import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.lstm;
import static org.bytedeco.pytorch.global.torch.rnn_tanh;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * Prints what PyTorch computes for small networks whose parameters and inputs follow a formula, in
 * the layout of ParameterLayout. README.md beside this file says how to run it.
 */
public final class PyTorchReference {
  static final int BATCH = 6;
  static final int STEPS = 4;
  static final int INPUTS = 3;
  static final int HIDDEN = 5;
  static final int CLASSES = 3;
  static final int LAYERS = 2;

  /** Thalweg's gates (candidate, forget, output, input) in PyTorch's order (i, f, g, o). */
  static final int[] LSTM_GATES = {3, 1, 0, 2};

  final int[] gates;
  final List<Tensor> leaves = new ArrayList<>();

  PyTorchReference(int[] gates) {
    this.gates = gates;
    int offset = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int columns : new int[] {layer == 0 ? INPUTS : HIDDEN, HIDDEN, 1}) {
        leaves.add(leaf(offset, columns));
        offset += gates.length * HIDDEN * columns;
      }
    }
    leaves.add(plain(offset, CLASSES, HIDDEN));
    leaves.add(plain(offset + CLASSES * HIDDEN, CLASSES, 1));
  }

  static float parameter(int i) {
    return (float) (0.4 * Math.sin(0.7 * i));
  }

  Tensor leaf(int offset, int columns) {
    int block = HIDDEN * columns;
    float[] values = new float[gates.length * block];
    for (int gate = 0; gate < gates.length; gate++) {
      for (int i = 0; i < block; i++) {
        values[gate * block + i] = parameter(offset + gates[gate] * block + i);
      }
    }
    return tensor(values, gates.length * HIDDEN, columns).set_requires_grad(true);
  }

  Tensor plain(int offset, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameter(offset + i);
    }
    return tensor(values, rows, columns).set_requires_grad(true);
  }

  static Tensor tensor(float[] values, long rows, long columns) {
    return columns == 1 ? Tensor.create(values, rows) : Tensor.create(values, rows, columns);
  }

  Tensor logits() {
    float[] inputs = new float[BATCH * STEPS * INPUTS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) Math.sin(1 + 0.37 * i);
    }
    Tensor x = Tensor.create(inputs, BATCH, STEPS, INPUTS);
    TensorVector weights = new TensorVector();
    for (int layer = 0; layer < LAYERS; layer++) {
      weights.push_back(leaves.get(3 * layer));
      weights.push_back(leaves.get(3 * layer + 1));
      weights.push_back(leaves.get(3 * layer + 2));
      weights.push_back(Tensor.create(new float[gates.length * HIDDEN], gates.length * HIDDEN));
    }
    Tensor start = Tensor.create(new float[LAYERS * BATCH * HIDDEN], LAYERS, BATCH, HIDDEN);
    Tensor output =
        gates.length == 4
            ? lstm(x, new TensorVector(start, start), weights, true, LAYERS, 0, true, false, true).get0()
            : rnn_tanh(x, start, weights, true, LAYERS, 0, true, false, true).get0();
    Tensor last = output.select(1, STEPS - 1);
    return linear(last, leaves.get(6), new TensorOptional(leaves.get(7)));
  }

  Tensor loss() {
    long[] labels = new long[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i % CLASSES;
    }
    return cross_entropy_loss(logits(), Tensor.create(labels, BATCH));
  }

  /** In Thalweg's order, from the leaves' values or their gradients. */
  String flat(boolean gradients) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < leaves.size(); i++) {
      float[] values = values(gradients ? leaves.get(i).grad() : leaves.get(i));
      boolean gated = i < 3 * LAYERS;
      int block = gated ? values.length / gates.length : values.length;
      for (int j = 0; j < values.length; j++) {
        int gate = gated ? j / block : 0;
        int from = gated ? java.util.stream.IntStream.range(0, gates.length).filter(g -> gates[g] == gate).findFirst().getAsInt() : 0;
        text.append(' ').append(values[from * block + j % block]);
      }
    }
    return text.toString();
  }

  static float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    new FloatPointer(tensor.contiguous().data_ptr_float()).get(values);
    return values;
  }

  static Optimizer optimizer(String name, TensorVector leaves) {
    return switch (name) {
      case "SGD" -> new SGD(leaves, new SGDOptions(0.1));
      case "MOMENTUM" -> {
        SGDOptions options = new SGDOptions(0.1);
        options.momentum().put(0.9);
        yield new SGD(leaves, options);
      }
      case "RMSPROP" -> new RMSprop(leaves, new RMSpropOptions(0.01));
      case "ADAM_W" -> new AdamW(leaves, new AdamWOptions(0.01));
      default -> new Adam(leaves, new AdamOptions(0.01));
    };
  }

  public static void main(String[] arguments) {
    for (String cell : List.of("LSTM", "SIMPLE_RNN")) {
      int[] gates = cell.equals("LSTM") ? LSTM_GATES : new int[] {0};
      PyTorchReference reference = new PyTorchReference(gates);
      StringBuilder probabilities = new StringBuilder();
      for (float value : values(reference.logits().softmax(1))) {
        probabilities.append(' ').append(value);
      }
      System.out.println(cell + " probabilities" + probabilities);
      Tensor loss = reference.loss();
      loss.backward();
      System.out.println(cell + " loss " + loss.item_float());
      System.out.println(cell + " gradient" + reference.flat(true));
      for (String updater : List.of("SGD", "MOMENTUM", "RMSPROP", "ADAM", "ADAM_W")) {
        PyTorchReference trained = new PyTorchReference(gates);
        TensorVector leaves = new TensorVector(trained.leaves.toArray(new Tensor[0]));
        Optimizer optimizer = optimizer(updater, leaves);
        for (int step = 0; step < 5; step++) {
          optimizer.zero_grad();
          trained.loss().backward();
          optimizer.step();
        }
        System.out.println(cell + " " + updater + trained.flat(false));
      }
    }
  }
}
