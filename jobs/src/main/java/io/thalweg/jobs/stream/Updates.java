package io.thalweg.jobs.stream;

import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeMap;

/** Model updates, whole and in chunks, as bytes. */
public final class Updates {
  private Updates() {}

  static void write(Chunk chunk, DataOutput out) throws IOException {
    Texts.write(chunk.key(), out);
    Texts.writeBytes(chunk.header(), out);
    Texts.writeBytes(chunk.value(), out);
  }

  static Chunk readChunk(DataInput in) throws IOException {
    return new Chunk(Texts.read(in), Texts.readBytes(in), Texts.readBytes(in));
  }

  /** Writes a version, whole. */
  public static void write(ModelUpdate update, DataOutput out) throws IOException {
    Texts.write(update.model(), out);
    out.writeLong(update.version());
    out.writeLong(update.publication());
    out.writeLong(update.examples());
    out.writeLong(update.eventTime());
    out.writeInt(update.offsets().size());
    for (var offset : update.offsets().entrySet()) {
      Texts.write(offset.getKey(), out);
      out.writeLong(offset.getValue());
    }
    Texts.write(update.fingerprint(), out);
    out.writeInt(update.provenance().size());
    for (var entry : update.provenance().entrySet()) {
      Texts.write(entry.getKey(), out);
      Texts.write(entry.getValue(), out);
    }
    Texts.writeBytes(update.payload(), out);
  }

  /** Reads what {@link #write(ModelUpdate, DataOutput)} wrote. */
  public static ModelUpdate readUpdate(DataInput in) throws IOException {
    var model = Texts.read(in);
    long version = in.readLong();
    long publication = in.readLong();
    long examples = in.readLong();
    long eventTime = in.readLong();
    var offsets = new TreeMap<String, Long>();
    for (int n = in.readInt(); n > 0; n--) {
      offsets.put(Texts.read(in), in.readLong());
    }
    var fingerprint = Texts.read(in);
    var provenance = new TreeMap<String, String>();
    for (int n = in.readInt(); n > 0; n--) {
      provenance.put(Texts.read(in), Texts.read(in));
    }
    return new ModelUpdate(
        model,
        version,
        publication,
        examples,
        eventTime,
        offsets,
        fingerprint,
        provenance,
        Texts.readBytes(in));
  }
}
