package io.thalweg.jobs.sequence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Late and dead-letter records on their way to their topics. */
final class RejectedSerializer extends ElementSerializer<Rejected> {
  private static final long serialVersionUID = 1L;
  static final RejectedSerializer INSTANCE = new RejectedSerializer();

  @Override
  void write(Rejected rejected, DataOutput out) throws IOException {
    Records.write(rejected.raw(), out);
    Texts.write(rejected.reason(), out);
  }

  @Override
  Rejected read(DataInput in) throws IOException {
    return new Rejected(Records.readRaw(in), Texts.read(in));
  }

  @Override
  public TypeSerializerSnapshot<Rejected> snapshotConfiguration() {
    return new Configuration();
  }

  /** Named in savepoints. */
  public static final class Configuration extends Snapshot<Rejected> {
    public Configuration() {
      super(() -> INSTANCE);
    }
  }
}
