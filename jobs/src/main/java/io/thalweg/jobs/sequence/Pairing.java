package io.thalweg.jobs.sequence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What is known of one id: its first event and the label that it has got, or the newest label that
 * came before its event. Fed in total order, it is a function of the log; its size is bounded.
 */
final class Pairing {
  /** What became of a half. */
  enum Outcome {
    PAIRED,
    WAITING,
    REPEATED
  }

  /** What was given up without its other half. */
  enum GivenUp {
    NOTHING,
    EVENT,
    LABEL
  }

  private final long patience;
  private Half event;
  private Half label;

  private Pairing(long patience) {
    this.patience = patience;
  }

  Half event() {
    return event;
  }

  Half label() {
    return label;
  }

  boolean isEmpty() {
    return event == null && label == null;
  }

  /** Adds the next half; {@link #expire} must have been told of the time before it. */
  Outcome add(Half half) {
    if (half.isEvent()) {
      if (event != null) {
        return Outcome.REPEATED;
      }
      event = half;
    } else {
      if (event != null && label != null) {
        return Outcome.REPEATED;
      }
      label = half;
    }
    return event != null && label != null ? Outcome.PAIRED : Outcome.WAITING;
  }

  /** When what waits is to be forgotten; there must be something. */
  long end() {
    return (event != null ? event : label).time() + patience + 1;
  }

  /** Forgets what no half later than {@code time} can be paired with. */
  GivenUp expire(long time) {
    var givenUp = GivenUp.NOTHING;
    if (event != null && event.time() + patience <= time) {
      givenUp = label == null ? GivenUp.EVENT : GivenUp.NOTHING;
      event = null;
      label = null;
    } else if (event == null && label != null && label.time() + patience <= time) {
      givenUp = GivenUp.LABEL;
      label = null;
    }
    return givenUp;
  }

  byte[] write() throws IOException {
    var bytes = new ByteArrayOutputStream(96);
    var out = new DataOutputStream(bytes);
    write(event, out);
    write(label, out);
    return bytes.toByteArray();
  }

  private static void write(Half half, DataOutputStream out) throws IOException {
    out.writeBoolean(half != null);
    if (half != null) {
      half.write(out);
    }
  }

  /**
   * @param bytes what {@link #write} wrote; null for an id that nothing is known of
   */
  static Pairing read(byte[] bytes, long patience) throws IOException {
    var pairing = new Pairing(patience);
    if (bytes != null) {
      var in = new DataInputStream(new ByteArrayInputStream(bytes));
      pairing.event = in.readBoolean() ? Half.read(in) : null;
      pairing.label = in.readBoolean() ? Half.read(in) : null;
    }
    return pairing;
  }
}
