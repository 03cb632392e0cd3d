import static org.bytedeco.pytorch.global.torch.gru;
import static org.bytedeco.pytorch.global.torch.lstm;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Prints what PyTorch computes for one recurrent layer: outputs, final states, and the gradients of
 * the outputs' sum, weighted by a formula, by inputs and parameters; all in PyTorch's own layout.
 * README.md beside this file says how to run it.
 */
public final class RecurrentReference {
  static final int BATCH = 3;
  static final int STEPS = 5;
  static final int INPUTS = 4;
  static final int HIDDEN = 6;

  final int gates;
  final Tensor inputs = formula(1, BATCH, STEPS, INPUTS).set_requires_grad(true);
  final Tensor inputWeights;
  final Tensor recurrentWeights;
  final Tensor inputBias;
  final Tensor recurrentBias;

  RecurrentReference(int gates) {
    this.gates = gates;
    inputWeights = formula(2, gates * HIDDEN, INPUTS).set_requires_grad(true);
    recurrentWeights = formula(3, gates * HIDDEN, HIDDEN).set_requires_grad(true);
    inputBias = formula(4, gates * HIDDEN).set_requires_grad(true);
    recurrentBias = formula(5, gates * HIDDEN).set_requires_grad(true);
  }

  /** 0.5 sin(0.7 i + phase) for the i-th number, the last axis running fastest. */
  static Tensor formula(int phase, long... shape) {
    int length = 1;
    for (long size : shape) {
      length *= size;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (0.5 * Math.sin(0.7 * i + phase));
    }
    return Tensor.create(values, shape);
  }

  void run(String name, Tensor start) {
    TensorVector weights =
        new TensorVector(inputWeights, recurrentWeights, inputBias, recurrentBias);
    Tensor output;
    if (gates == 3) {
      T_TensorTensor_T result = gru(inputs, start, weights, true, 1, 0, true, false, true);
      output = result.get0();
      print(name + " state", result.get1());
    } else {
      TensorVector states = new TensorVector(start, start);
      T_TensorTensorTensor_T result = lstm(inputs, states, weights, true, 1, 0, true, false, true);
      output = result.get0();
      print(name + " state", result.get1());
      print(name + " cell", result.get2());
    }
    print(name + " output", output);
    output.mul(formula(6, BATCH, STEPS, HIDDEN)).sum().backward();
    print(name + " inputs", inputs.grad());
    print(name + " input_weights", inputWeights.grad());
    print(name + " recurrent_weights", recurrentWeights.grad());
    print(name + " input_bias", inputBias.grad());
    print(name + " recurrent_bias", recurrentBias.grad());
  }

  static void print(String name, Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    new FloatPointer(tensor.contiguous().data_ptr_float()).get(values);
    StringBuilder line = new StringBuilder(name);
    for (float value : values) {
      line.append(' ').append(value);
    }
    System.out.println(line);
  }

  public static void main(String[] arguments) {
    Tensor zero = Tensor.create(new float[BATCH * HIDDEN], 1, BATCH, HIDDEN);
    new RecurrentReference(4).run("LSTM", zero);
    new RecurrentReference(3).run("GRU", zero);
    new RecurrentReference(3).run("GRU_CARRIED", formula(7, 1, BATCH, HIDDEN));
  }
}
