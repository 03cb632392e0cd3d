package io.thalweg.models.plan;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/** A oneDNN primitive with the memory that it works on. */
record Kernel(primitive compiled, IntMemoryMap arguments) {
  void run(stream queue) {
    compiled.execute(queue, arguments);
  }
}
