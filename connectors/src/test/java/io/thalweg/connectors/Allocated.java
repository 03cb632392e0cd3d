package io.thalweg.connectors;

import java.lang.management.ManagementFactory;

/** How much memory something asks for. */
public final class Allocated {
  private Allocated() {}

  /** By this thread, whether it is let go again or not. */
  public static long bytes(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
