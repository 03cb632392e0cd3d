package io.thalweg.models.devices;

import org.bytedeco.javacpp.Pointer;

/**
 * Memory of this process as JavaCPP counts and bounds it, in bytes. Reading it costs a system call
 * at most.
 */
public final class NativeMemory {
  private NativeMemory() {}

  /** Of arrays outside the heap that were asked for and not yet given back. */
  public static long bytes() {
    return Pointer.totalBytes();
  }

  /** What these may be together, or else asking for one fails; 0: anything. */
  public static long limit() {
    return Pointer.maxBytes();
  }

  /** What the operating system says that the process holds: heap, arrays and all else. */
  public static long resident() {
    return Pointer.physicalBytes();
  }

  /** What that may be when an array is asked for, or else it fails; 0: anything. */
  public static long residentLimit() {
    return Pointer.maxPhysicalBytes();
  }
}
