package io.thalweg.models.agents.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How far each stream is: the number, in the order in which a memory took them on, of the newest
 * transition of its running episode.
 */
final class Trails {
  private static final long NONE = -1;

  private final long[] newest;

  Trails(int streams) {
    newest = new long[streams];
    Arrays.fill(newest, NONE);
  }

  boolean runs(int stream) {
    return newest[stream] != NONE;
  }

  long newest(int stream) {
    return newest[stream];
  }

  void go(int stream, long number) {
    newest[stream] = number;
  }

  void end(int stream) {
    newest[stream] = NONE;
  }

  void write(DataOutput out) throws IOException {
    for (long number : newest) {
      out.writeLong(number);
    }
  }

  /**
   * @param added transitions that the memory has taken on
   */
  void read(DataInput in, long added) throws IOException {
    for (int stream = 0; stream < newest.length; stream++) {
      newest[stream] = in.readLong();
      if (newest[stream] < NONE || newest[stream] >= added) {
        throw new IOException(
            "transition %d of %d found as stream %d's newest"
                .formatted(newest[stream], added, stream));
      }
    }
  }
}
