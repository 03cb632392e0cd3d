package io.thalweg.jobs.stream;

import io.thalweg.connectors.kafka.RejectedRecords;
import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.UpdateWriter;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The records of every job's topics, as docs/records.md describes them. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /** The records of a model's topic. */
  public static KafkaRecordSerializationSchema<Chunk> chunks(String topic) {
    return (chunk, context, timestamp) -> {
      var record = new ProducerRecord<>(topic, key(chunk.key()), chunk.value());
      record.headers().add(new RecordHeader(UpdateWriter.HEADER, chunk.header()));
      return record;
    };
  }

  /** The records of a late or dead-letter topic. */
  public static KafkaRecordSerializationSchema<Rejected> rejected(String topic) {
    return (rejected, context, timestamp) ->
        RejectedRecords.producerRecord(topic, rejected.raw(), rejected.reason());
  }

  /** Chunks of model updates, whatever they hold: the assembler refuses what is none. */
  public static final class Chunks implements KafkaRecordDeserializationSchema<Chunk> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Chunk> out) {
      Header header = record.headers().lastHeader(UpdateWriter.HEADER);
      out.collect(
          new Chunk(
              record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
              header == null ? null : header.value(),
              record.value()));
    }

    @Override
    public TypeInformation<Chunk> getProducedType() {
      return StreamElement.CHUNK.information(Chunk.class);
    }
  }

  /** What decides about a record's partition; null where nothing does. */
  public static byte[] key(String key) {
    return key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
  }
}
