package io.thalweg.jobs.stream;

import java.io.Serializable;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Factories of operators that are made in the tasks. */
public final class Operators {
  private Operators() {}

  /**
   * Makes an operator; travels to the tasks.
   *
   * @param <O> what it gives
   */
  @FunctionalInterface
  public interface Maker<O> extends Serializable {
    StreamOperator<O> make(StreamOperatorParameters<O> parameters);
  }

  /**
   * Of an operator with one input.
   *
   * @param operator class of what {@code maker} makes
   */
  public static <I, O> OneInputStreamOperatorFactory<I, O> oneInput(
      Class<? extends OneInputStreamOperator<I, O>> operator, Maker<O> maker) {
    return new OneInput<>(operator, maker);
  }

  /**
   * Of an operator with two inputs.
   *
   * @param operator class of what {@code maker} makes
   */
  public static <I, J, O> TwoInputStreamOperatorFactory<I, J, O> twoInputs(
      Class<? extends TwoInputStreamOperator<I, J, O>> operator, Maker<O> maker) {
    return new TwoInputs<>(operator, maker);
  }

  private abstract static class Factory<O> extends AbstractStreamOperatorFactory<O> {
    private static final long serialVersionUID = 1L;

    private final Class<? extends StreamOperator<O>> operator;
    private final Maker<O> maker;

    Factory(Class<? extends StreamOperator<O>> operator, Maker<O> maker) {
      this.operator = operator;
      this.maker = maker;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Flink declares it
    public <T extends StreamOperator<O>> T createStreamOperator(
        StreamOperatorParameters<O> parameters) {
      return (T) maker.make(parameters);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
      return operator;
    }
  }

  private static final class OneInput<I, O> extends Factory<O>
      implements OneInputStreamOperatorFactory<I, O> {
    private static final long serialVersionUID = 1L;

    OneInput(Class<? extends StreamOperator<O>> operator, Maker<O> maker) {
      super(operator, maker);
    }
  }

  private static final class TwoInputs<I, J, O> extends Factory<O>
      implements TwoInputStreamOperatorFactory<I, J, O> {
    private static final long serialVersionUID = 1L;

    TwoInputs(Class<? extends StreamOperator<O>> operator, Maker<O> maker) {
      super(operator, maker);
    }
  }
}
