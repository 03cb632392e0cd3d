package io.thalweg.jobs.sequence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * The halves of one id at one time: as much of them as a pairing can depend on, so that its size is
 * bounded, however many there are.
 *
 * @param event the first in the total order; null if there is none
 * @param events how many there are
 * @param label the first; null if there is none
 * @param lastLabel the last
 * @param labels how many there are
 */
record Simultaneous(Half event, long events, Half label, Half lastLabel, long labels) {
  private static final Simultaneous NONE = new Simultaneous(null, 0, null, null, 0);

  Simultaneous with(Half half) {
    return half.isEvent()
        ? new Simultaneous(first(event, half), events + 1, label, lastLabel, labels)
        : new Simultaneous(event, events, first(label, half), last(lastLabel, half), labels + 1);
  }

  private static Half first(Half known, Half half) {
    return known == null || Ordered.TOTAL.compare(half, known) < 0 ? half : known;
  }

  private static Half last(Half known, Half half) {
    return known == null || Ordered.TOTAL.compare(half, known) > 0 ? half : known;
  }

  byte[] write() throws IOException {
    var bytes = new ByteArrayOutputStream(96);
    var out = new DataOutputStream(bytes);
    out.writeLong(events);
    out.writeLong(labels);
    if (events > 0) {
      event.write(out);
    }
    if (labels > 0) {
      label.write(out);
      lastLabel.write(out);
    }
    return bytes.toByteArray();
  }

  /**
   * @param bytes what {@link #write} wrote; null where there are no halves
   */
  static Simultaneous read(byte[] bytes) throws IOException {
    if (bytes == null) {
      return NONE;
    }
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    long events = in.readLong();
    long labels = in.readLong();
    return new Simultaneous(
        events > 0 ? Half.read(in) : null,
        events,
        labels > 0 ? Half.read(in) : null,
        labels > 0 ? Half.read(in) : null,
        labels);
  }
}
