package io.thalweg.jobs.stream;

import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;

/** What travels between the tasks of every job. */
@SuppressWarnings("ImmutableEnumChecker") // codecs are static methods
public enum StreamElement implements ElementKind {
  REJECTED(new Codec<>(Rejected.class, RawRecords::write, RawRecords::readRejected)),
  UPDATE(new Codec<>(ModelUpdate.class, Updates::write, Updates::readUpdate)),
  CHUNK(new Codec<>(Chunk.class, Updates::write, Updates::readChunk));

  private final Codec<?> codec;

  StreamElement(Codec<?> codec) {
    this.codec = codec;
  }

  @Override
  public Codec<?> codec() {
    return codec;
  }
}
