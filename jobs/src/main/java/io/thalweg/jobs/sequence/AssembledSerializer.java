package io.thalweg.jobs.sequence;

import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.sequence.Assembled.LabelledExample;
import io.thalweg.jobs.sequence.Assembled.Unlabelled;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Examples between assembler, learner and predictors. */
final class AssembledSerializer extends ElementSerializer<Assembled> {
  private static final long serialVersionUID = 1L;
  static final AssembledSerializer INSTANCE = new AssembledSerializer();

  @Override
  void write(Assembled element, DataOutput out) throws IOException {
    out.writeByte(element.kind());
    Texts.write(element.id(), out);
    out.writeLong(element.time());
    Records.write(element.origin(), out);
    if (element instanceof Example example) {
      Texts.write(example.key(), out);
      out.writeInt(example.label());
      Rows.write(example.window(), out);
      Records.write(example.raw(), out);
    } else if (element instanceof LabelledExample example) {
      Texts.write(example.key(), out);
      out.writeInt(example.label());
      Rows.write(example.window(), out);
    } else if (element instanceof Unlabelled example) {
      Texts.write(example.key(), out);
    }
  }

  @Override
  Assembled read(DataInput in) throws IOException {
    int kind = in.readByte();
    var id = Texts.read(in);
    long time = in.readLong();
    var origin = Records.readOrigin(in);
    var key = Texts.read(in);
    if (kind == 2) {
      return new Unlabelled(id, key, time, origin);
    }
    int label = in.readInt();
    var window = Rows.readWindow(in);
    return kind == 0
        ? new Example(id, key, time, label, window, origin, Records.readRaw(in))
        : new LabelledExample(id, key, time, label, window, origin);
  }

  @Override
  public TypeSerializerSnapshot<Assembled> snapshotConfiguration() {
    return new Configuration();
  }

  /** Named in savepoints. */
  public static final class Configuration extends Snapshot<Assembled> {
    public Configuration() {
      super(() -> INSTANCE);
    }
  }
}
