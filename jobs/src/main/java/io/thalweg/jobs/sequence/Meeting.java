package io.thalweg.jobs.sequence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What came for one id with one event time. Of any number of events only the first can count, of
 * labels the first or, while there is no event, the last; the others are a number. So its size is
 * bounded, whatever a producer makes of ids and times.
 */
final class Meeting {
  private Half event;
  private Half firstLabel;
  private Half lastLabel;
  private int events;
  private int labels;

  void add(Half half) {
    if (half.isEvent()) {
      events++;
      event = first(event, half);
    } else {
      labels++;
      firstLabel = first(firstLabel, half);
      lastLabel = lastLabel == null || first(lastLabel, half) == lastLabel ? half : lastLabel;
    }
  }

  private static Half first(Half known, Half other) {
    return known == null || Ordered.TOTAL.compare(other, known) < 0 ? other : known;
  }

  /**
   * Goes through a pairing as its halves would one by one, in total order.
   *
   * @return how many of them repeated what was there
   */
  int meet(Pairing pair, Runnable paired) {
    int repeated = 0;
    if (event != null) {
      repeated += events - 1 + add(event, pair, paired);
    }
    if (firstLabel != null) {
      repeated +=
          pair.event() == null
              ? add(lastLabel, pair, paired)
              : labels - 1 + add(firstLabel, pair, paired);
    }
    return repeated;
  }

  private static int add(Half half, Pairing pair, Runnable paired) {
    var outcome = pair.add(half);
    if (outcome == Pairing.Outcome.PAIRED) {
      paired.run();
    }
    return outcome == Pairing.Outcome.REPEATED ? 1 : 0;
  }

  byte[] write() throws IOException {
    var bytes = new ByteArrayOutputStream(64);
    var out = new DataOutputStream(bytes);
    out.writeInt(events);
    if (events > 0) {
      event.write(out);
    }
    out.writeInt(labels);
    if (labels > 0) {
      firstLabel.write(out);
      lastLabel.write(out);
    }
    return bytes.toByteArray();
  }

  /**
   * @param bytes what {@link #write} wrote; null where nothing has come yet
   */
  static Meeting read(byte[] bytes) throws IOException {
    var meeting = new Meeting();
    if (bytes != null) {
      var in = new DataInputStream(new ByteArrayInputStream(bytes));
      meeting.events = in.readInt();
      meeting.event = meeting.events > 0 ? Half.read(in) : null;
      meeting.labels = in.readInt();
      meeting.firstLabel = meeting.labels > 0 ? Half.read(in) : null;
      meeting.lastLabel = meeting.labels > 0 ? Half.read(in) : null;
    }
    return meeting;
  }
}
