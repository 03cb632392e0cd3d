package io.thalweg.connectors.updates;

import io.thalweg.connectors.updates.HeaderJson.Numbered;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
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
  private final Listener listener;
  private final Assembly[] slots = new Assembly[UpdateHeader.SLOTS];
  private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
  // The newest header refused, so that an update of many chunks is refused once.
  private UpdateHeader refusedHeader;
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
    this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 8L);
    this.listener = listener;
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
      refuse(Refusal.UNREADABLE, "record with key " + shown(key) + ": " + e.getMessage());
      return Optional.empty();
    }
    if (!numbered.header().key(numbered.chunk()).equals(key)) {
      refuse(
          Refusal.UNREADABLE,
          "record with key "
              + shown(key)
              + ": its header says "
              + numbered.header().key(numbered.chunk()));
      return Optional.empty();
    }
    return isWanted(numbered.header()) ? add(numbered, value) : Optional.empty();
  }

  private boolean isWanted(UpdateHeader header) {
    if (!header.model().equals(model)) {
      refuseOnce(Refusal.FOREIGN, header, "model " + model + " expected");
    } else if (fingerprint != null && !header.fingerprint().equals(fingerprint)) {
      refuseOnce(
          Refusal.FOREIGN,
          header,
          "of a network with fingerprint "
              + shown(header.fingerprint())
              + ", "
              + fingerprint
              + " expected");
    } else if (header.bytes() > maxBytes) {
      refuseOnce(
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
        refuse(Refusal.TORN, assembly + ", then " + header + " took its slot");
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
      refuse(
          Refusal.CORRUPT,
          assembly.header() + ": payload is not what its header says (length, SHA-256)");
      return Optional.empty();
    }
    newest = assembly.header().publication();
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != null && slots[i].header().publication() < newest) {
        slots[i] = null;
      }
    }
    return Optional.of(assembly.header().update(payload.get()));
  }

  private void refuseOnce(Refusal refusal, UpdateHeader header, String reason) {
    if (!header.equals(refusedHeader)) {
      refusedHeader = header;
      refuse(refusal, header + ": " + reason);
    }
  }

  private void refuse(Refusal refusal, String reason) {
    refusals.merge(refusal, 1L, Long::sum);
    listener.refused(refusal, reason);
  }

  private static String shown(String text) {
    if (text == null) {
      return "null";
    }
    String printable = text.replaceAll("[^ -~]", "?");
    return "'" + (printable.length() > 80 ? printable.substring(0, 80) + "…" : printable) + "'";
  }

  /** Number of the newest complete publication; -1 before the first. */
  public long newest() {
    return newest;
  }

  /** How much was not taken. */
  public long refused() {
    return refusals.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How much was not taken, by reason. */
  public Map<Refusal, Long> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  /** All that it knows, for a checkpoint. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(STATE_FORMAT);
      out.writeLong(newest);
      for (Refusal refusal : Refusal.values()) {
        out.writeLong(refusals.getOrDefault(refusal, 0L));
      }
      writeOptional(refusedHeader == null ? null : new Assembly(refusedHeader), out);
      for (Assembly assembly : slots) {
        writeOptional(assembly, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeOptional(Assembly assembly, DataOutputStream out) throws IOException {
    out.writeBoolean(assembly != null);
    if (assembly != null) {
      assembly.write(out);
    }
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
      for (Refusal refusal : Refusal.values()) {
        refusals.put(refusal, in.readLong());
      }
      refusedHeader = in.readBoolean() ? Assembly.read(in).header() : null;
      for (int i = 0; i < slots.length; i++) {
        slots[i] = in.readBoolean() ? Assembly.read(in) : null;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("state of an update assembler: cut off or damaged", e);
    }
  }
}
