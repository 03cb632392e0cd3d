package io.thalweg.models.plan;

import org.bytedeco.dnnl.stream;

/** Vectors of tokens, looked up and gathered in plain Java: it is copying, not computing. */
final class EmbeddingPass implements Pass {
  private final Parameters parameters;
  private final Signal out;
  private final Floats given;
  private final float[] tokens;
  private final float[] vector;
  private final float[] sum;

  EmbeddingPass(Parameters parameters, Signal in, Signal out) {
    this.parameters = parameters;
    this.out = out;
    given = in.values();
    tokens = new float[Math.toIntExact(given.size())];
    vector = new float[out.units()];
    sum = new float[out.units()];
  }

  @Override
  public void forward(stream queue) {
    given.get(0, tokens, 0, tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      out.values().copy(i * out.units(), parameters.values(), place(i), out.units());
    }
  }

  private int place(int token) {
    return ((int) tokens[token]) * out.units();
  }

  @Override
  public void backward(stream queue) {
    for (int i = 0; i < tokens.length; i++) {
      int place = place(i);
      out.gradient().get(i * out.units(), vector, 0, vector.length);
      parameters.gradient().get(place, sum, 0, sum.length);
      for (int unit = 0; unit < sum.length; unit++) {
        sum[unit] += vector[unit];
      }
      parameters.gradient().put(place, sum, 0, sum.length);
    }
  }
}
