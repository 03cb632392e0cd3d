package io.thalweg.jobs.sequence;

import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The newest rows of one key, the last label known, and the place of the last event. If asked to,
 * it keeps each row's own label with it, as soon as that is known.
 */
final class KeySequence {
  private static final int FORMAT = 3;

  private final Row[] ring;
  private final Place[] places;
  private int size;
  private int next;
  private Place last = Place.BEFORE_ALL;
  private Place labelled = Place.BEFORE_ALL;
  private double label = Target.NONE;
  private long touched = Long.MIN_VALUE;
  private boolean expiryScheduled;
  private boolean changed;

  KeySequence(int steps, boolean ownLabels) {
    ring = new Row[steps];
    places = new Place[ownLabels ? steps : 0];
  }

  /** Where the newest event of this key stands. */
  Place last() {
    return last;
  }

  /** The label of the newest labelled event; NaN before the first. */
  double label() {
    return label;
  }

  /** Appends an event's row and returns the window that now ends with it, oldest row first. */
  Row[] append(Row row, Place place) {
    ring[next] = row;
    if (places.length > 0) {
      places[next] = place;
    }
    next = (next + 1) % ring.length;
    size = Math.min(size + 1, ring.length);
    last = place;
    changed = true;
    Row[] window = new Row[size];
    int start = (next - size + ring.length) % ring.length;
    for (int i = 0; i < size; i++) {
      window[i] = ring[(start + i) % ring.length];
    }
    return window;
  }

  /** Takes note of the label of the event at {@code place}; the newest event's label stays. */
  void label(double newLabel, Place place) {
    for (int i = 0; i < Math.min(size, places.length); i++) {
      if (place.equals(places[i])) {
        ring[i] = ring[i].withLabel(newLabel);
        changed = true;
      }
    }
    if (labelled.isBefore(place)) {
      labelled = place;
      label = newLabel;
      changed = true;
    }
  }

  /**
   * Takes note of an event or a label at {@code time}. After a silence longer than {@code
   * timeToLive} it starts anew, as if it had never been: so it does not matter whether a timer has
   * removed it in the meantime.
   */
  void touch(long time, long timeToLive) {
    if (expired(time, timeToLive)) {
      size = 0;
      next = 0;
      label = Target.NONE;
      last = Place.BEFORE_ALL;
      labelled = Place.BEFORE_ALL;
      Arrays.fill(ring, null);
      Arrays.fill(places, null);
    }
    touched = Math.max(touched, time);
    changed = true;
  }

  /** Whether the silence before {@code time} was longer than {@code timeToLive}. */
  boolean expired(long time, long timeToLive) {
    return touched != Long.MIN_VALUE && time - touched > timeToLive;
  }

  /** Time of the newest event or label. */
  long touched() {
    return touched;
  }

  boolean expiryScheduled() {
    return expiryScheduled;
  }

  void scheduleExpiry() {
    expiryScheduled = true;
    changed = true;
  }

  /** Whether it has changed since it was last written. */
  boolean changed() {
    return changed;
  }

  byte[] write() {
    var bytes = new ByteArrayOutputStream(64 + size * 64);
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeInt(size);
      out.writeBoolean(places.length > 0);
      for (int i = 0; i < size; i++) {
        int place = (next - size + i + ring.length) % ring.length;
        Rows.write(ring[place], out);
        if (places.length > 0) {
          places[place].write(out);
        }
      }
      last.write(out);
      labelled.write(out);
      out.writeDouble(label);
      out.writeLong(touched);
      out.writeBoolean(expiryScheduled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    changed = false;
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param steps as it was then: another length is another network, which the learner refuses
   * @param ownLabels if they were not kept then, the rows that are there have none
   */
  static KeySequence read(byte[] bytes, int steps, boolean ownLabels) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException(
          "A sequence of format %d was found in the state, %d was expected: the savepoint is of another version of Thalweg"
              .formatted(format, FORMAT));
    }
    KeySequence sequence = new KeySequence(steps, ownLabels);
    int rows = in.readInt();
    boolean placed = in.readBoolean();
    for (int i = 0; i < rows; i++) {
      sequence.ring[sequence.next] = Rows.read(in);
      Place place = placed ? Place.read(in) : Place.BEFORE_ALL;
      if (ownLabels) {
        sequence.places[sequence.next] = place;
      }
      sequence.next = (sequence.next + 1) % steps;
    }
    sequence.size = Math.min(rows, steps);
    sequence.last = Place.read(in);
    sequence.labelled = Place.read(in);
    sequence.label = in.readDouble();
    sequence.touched = in.readLong();
    sequence.expiryScheduled = in.readBoolean();
    return sequence;
  }
}
