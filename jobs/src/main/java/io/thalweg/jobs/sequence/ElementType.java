package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What travels between tasks, and how each kind is written. The names stand in savepoints: they may
 * be added to, not changed.
 */
@SuppressWarnings("ImmutableEnumChecker") // writers and readers are static methods
enum ElementType {
  DECODED(Decoded.class, Records::write, Records::readDecoded),
  EVENT(Event.class, Records::write, Records::readEvent),
  LABEL(LabelEvent.class, Records::write, Records::readLabel),
  ARRIVAL(Arrival.class, Assemblies::write, Assemblies::readArrival),
  ASSEMBLED(Assembled.class, Assemblies::write, Assemblies::readAssembled),
  REJECTED(Rejected.class, Records::write, Records::readRejected),
  PREDICTION(Prediction.class, Answers::write, Answers::readPrediction),
  PROGRESS(LearningProgress.class, Answers::write, Answers::readProgress),
  UPDATE(ModelUpdate.class, Answers::write, Answers::readUpdate),
  CHUNK(Chunk.class, Answers::write, Answers::readChunk);

  private final Class<?> type;
  private final Writer<Object> writer;
  private final Reader<?> reader;

  @SuppressWarnings("unchecked") // a serialiser is only given elements of its own type
  <T> ElementType(Class<T> type, Writer<T> writer, Reader<T> reader) {
    this.type = type;
    this.writer = (Writer<Object>) writer;
    this.reader = reader;
  }

  void write(Object element, DataOutput out) throws IOException {
    writer.write(element, out);
  }

  Object read(DataInput in) throws IOException {
    return reader.read(in);
  }

  /** For the streams and side outputs whose elements are of class {@code as}. */
  <T> TypeInformation<T> information(Class<T> as) {
    if (as != type) {
      throw new IllegalArgumentException(this + " holds " + type + ", not " + as);
    }
    return new ElementInformation<>(as, new ElementSerializer<>(this));
  }

  private interface Writer<T> {
    void write(T element, DataOutput out) throws IOException;
  }

  private interface Reader<T> {
    T read(DataInput in) throws IOException;
  }
}
