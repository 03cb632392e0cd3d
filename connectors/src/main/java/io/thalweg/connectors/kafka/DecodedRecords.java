package io.thalweg.connectors.kafka;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Malformed;
import io.thalweg.connectors.events.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One {@link Decoded} for each record, whatever it holds. */
final class DecodedRecords implements KafkaRecordDeserializationSchema<Decoded> {
  private static final long serialVersionUID = 1;

  private final Decoder decoder;
  private final TypeInformation<Decoded> type;

  DecodedRecords(Decoder decoder, TypeInformation<Decoded> type) {
    this.decoder = decoder;
    this.type = type;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
    out.collect(decode(Consumed.raw(record)));
  }

  /** A decoder does not throw; if one does, its record must not take the job down with it. */
  private Decoded decode(RawRecord raw) {
    try {
      return decoder.decode(raw);
    } catch (RuntimeException e) {
      return new Malformed(raw, "the record cannot be decoded: " + e);
    }
  }

  @Override
  public TypeInformation<Decoded> getProducedType() {
    return type;
  }
}
