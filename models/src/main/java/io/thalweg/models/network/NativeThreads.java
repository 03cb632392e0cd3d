package io.thalweg.models.network;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * One native thread: task slots give the parallelism, and the default (all cores for every
 * operation) makes small networks several times slower.
 */
final class NativeThreads {
  private NativeThreads() {}

  /** Holds for the calling thread and, as far as the libraries let one say so, for the process. */
  static void one() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
  }
}
