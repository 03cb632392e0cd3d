package io.thalweg.jobs.agent;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Returns and lengths of the newest episodes. Not thread-safe. */
final class Episodes {
  private final double[] returns;
  private final long[] lengths;
  private long ended;

  /**
   * @param window how many of them
   */
  Episodes(int window) {
    returns = new double[window];
    lengths = new long[window];
  }

  void add(double sum, long length) {
    int place = (int) (ended++ % returns.length);
    returns[place] = sum;
    lengths[place] = length;
  }

  /** All that were added. */
  long ended() {
    return ended;
  }

  /** NaN before the first. */
  double meanReturn() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += returns[i];
    }
    return sum / size();
  }

  /** NaN before the first. */
  double meanLength() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += lengths[i];
    }
    return sum / size();
  }

  private int size() {
    return (int) Math.min(ended, returns.length);
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(ended);
    out.writeInt(size());
    for (int i = size(); i > 0; i--) {
      int place = (int) ((ended - i) % returns.length);
      out.writeDouble(returns[place]);
      out.writeLong(lengths[place]);
    }
  }

  /** Takes on what another window has; of a larger one, the newest. */
  void read(DataInput in) throws IOException {
    long all = in.readLong();
    int size = in.readInt();
    ended = all - size;
    for (int i = 0; i < size; i++) {
      add(in.readDouble(), in.readLong());
    }
  }
}
