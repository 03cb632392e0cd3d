package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;
import org.bytedeco.dnnl.stream;

/** A layer at one shape, forward and backward; its kernels are bound to their memory. */
interface Pass {
  /** Brings parameters that have changed into the formats of the kernels. */
  default void prepare(stream queue) {}

  /** Before each forward pass: takes note of the lengths of windows. */
  default void see(Batch batch) {}

  /** Before the forward pass of a training step: draws what is random. */
  default void draw(Batch batch, Generator chance) {}

  /** Where a row's state is carried from step to step: its next step is its first. */
  default void forget(int row) {}

  void forward(stream queue);

  /** Adds to the gradient by the parameters, fills the gradient by the input. */
  void backward(stream queue);
}
