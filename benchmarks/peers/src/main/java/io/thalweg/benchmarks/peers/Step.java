package io.thalweg.benchmarks.peers;

/** Does a {@link Work} once each time. */
public interface Step extends AutoCloseable {
  void run();

  /** Frees what it holds outside the heap. */
  @Override
  void close();
}
