package io.thalweg.models.plan;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** A oneDNN primitive with the memory that it works on. */
final class Kernel {
  private final primitive compiled;
  private final IntMemoryMap arguments;

  Kernel(primitive compiled, IntMemoryMap arguments) {
    this.compiled = compiled;
    this.arguments = arguments;
  }

  void run(stream queue) {
    compiled.execute(queue, arguments);
  }
}
