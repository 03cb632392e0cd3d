package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.HeaderJson.Numbered;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts the model updates of one model together from the records of its topic.
 *
 * <p>An update is handed out once, when its last chunk has come and length and SHA-256 of the
 * payload are right, and only if it is newer than all before it. Chunks may come more than once and
 * in any order among each other; of two publications in one slot the newer one stays, of two with
 * one number that differ the one that came last. What is not taken is counted, told to a listener
 * with its reason, and changes nothing. What comes out depends on nothing but the records that went
 * in.
 *
 * <p>Memory: at most four incomplete updates of at most {@code maxBytes} each; a claim of more is
 * refused before anything is kept. Not thread-safe.
 */
public final class UpdateAssembler {
  private static final int STATE_FORMAT = 1;

  /** Hears of everything that is not taken. */
  @FunctionalInterface
  public interface Listener {
    void refused(Refusal refusal, String reason);
  }

  private final String model;
  private final String fingerprint;
  private final long maxBytes;
  private final Refusals refusals;
  private final Assembly[] slots = new Assembly[UpdateHeader.SLOTS];
  private long newest = -1;

  /** An assembler that tells nobody. */
  public UpdateAssembler(String model, String fingerprint, long maxBytes) {
    this(model, fingerprint, maxBytes, (refusal, reason) -> {});
  }

  /**
   * An assembler that has seen nothing yet.
   *
   * @param fingerprint that updates must have; null: any
   * @param maxBytes longest payload
   */
  public UpdateAssembler(String model, String fingerprint, long maxBytes, Listener listener) {
    this.model = Objects.requireNonNull(model, "model");
    this.fingerprint = fingerprint;
    this.maxBytes = Math.min(maxBytes, Assembly.LONGEST);
    this.refusals = new Refusals(listener);
  }

  /**
   * Takes a record of the topic.
   *
   * @param key of the record; may be null
   * @param header value of its header {@link UpdateWriter#HEADER}; null where it has none
   * @param value may be null (a tombstone, which means nothing here)
   * @return the update that this record completes
   */
  public Optional<ModelUpdate> add(String key, byte[] header, byte[] value) {
    if (value == null) {
      return Optional.empty();
    }
    Numbered numbered;
    try {
      numbered = HeaderJson.read(header);
    } catch (IllegalArgumentException e) {
      refusals.add(
          Refusal.UNREADABLE, "record with key " + Refusals.shown(key) + ": " + e.getMessage());
      return Optional.empty();
    }
    if (!numbered.header().key(numbered.chunk()).equals(key)) {
      refusals.add(
          Refusal.UNREADABLE,
          "record with key "
              + Refusals.shown(key)
              + ": its header says "
              + numbered.header().key(numbered.chunk()));
      return Optional.empty();
    }
    return isWanted(numbered.header()) ? add(numbered, value) : Optional.empty();
  }

  private boolean isWanted(UpdateHeader header) {
    if (!header.model().equals(model)) {
      refusals.addOnce(Refusal.FOREIGN, header, "model " + model + " expected");
    } else if (fingerprint != null && !header.fingerprint().equals(fingerprint)) {
      refusals.addOnce(
          Refusal.FOREIGN,
          header,
          "of a network with fingerprint "
              + Refusals.shown(header.fingerprint())
              + ", "
              + fingerprint
              + " expected");
    } else if (header.bytes() > maxBytes) {
      refusals.addOnce(
          Refusal.OVERSIZED,
          header,
          header.bytes() + " bytes claimed, at most " + maxBytes + " expected");
    } else {
      return header.publication() > newest;
    }
    return false;
  }

  private Optional<ModelUpdate> add(Numbered numbered, byte[] value) {
    UpdateHeader header = numbered.header();
    Assembly assembly = slots[header.slot()];
    if (assembly != null && assembly.header().publication() > header.publication()) {
      return Optional.empty();
    }
    if (assembly == null || !assembly.header().equals(header)) {
      if (assembly != null) {
        refusals.add(Refusal.TORN, assembly + ", then " + header + " took its slot");
      }
      assembly = new Assembly(header);
      slots[header.slot()] = assembly;
    }
    assembly.add(numbered.chunk(), value);
    if (!assembly.isComplete() && !assembly.isOverfull()) {
      return Optional.empty();
    }
    slots[header.slot()] = null;
    return complete(assembly);
  }

  private Optional<ModelUpdate> complete(Assembly assembly) {
    Optional<byte[]> payload = assembly.payload();
    if (payload.isEmpty()) {
      refusals.add(
          Refusal.CORRUPT,
          assembly.header() + ": payload is not what its header says (length, SHA-256)");
      return Optional.empty();
    }
    newest = assembly.header().publication();
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != null && slots[i].header().publication() < newest) {
        refusals.add(Refusal.TORN, slots[i] + " before " + assembly.header() + " was complete");
        slots[i] = null;
      }
    }
    return Optional.of(assembly.header().update(payload.get()));
  }

  /** Number of the newest complete publication; -1 before the first. */
  public long newest() {
    return newest;
  }

  /** How much was not taken. */
  public long refused() {
    return refusals.total();
  }

  /** How much was not taken, by reason. */
  public Map<Refusal, Long> refusals() {
    return refusals.counts();
  }

  /** All that it knows, for a checkpoint. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(STATE_FORMAT);
      out.writeLong(newest);
      refusals.write(out);
      for (Assembly assembly : slots) {
        out.writeBoolean(assembly != null);
        if (assembly != null) {
          assembly.write(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Takes over what another assembler wrote by {@link #toBytes}; to be called before anything is
   * added.
   *
   * @throws IllegalArgumentException where the bytes are nothing such
   */
  public void restore(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      int format = in.readByte();
      if (format != STATE_FORMAT) {
        throw new IllegalArgumentException(
            "state of an update assembler: format "
                + format
                + " found, "
                + STATE_FORMAT
                + " expected");
      }
      newest = in.readLong();
      refusals.read(in);
      for (int i = 0; i < slots.length; i++) {
        slots[i] = in.readBoolean() ? Assembly.read(in) : null;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("state of an update assembler: cut off or damaged", e);
    }
  }
}
