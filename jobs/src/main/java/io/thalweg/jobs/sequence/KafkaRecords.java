package io.thalweg.jobs.sequence;

import io.thalweg.connectors.kafka.RejectedRecords;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.UpdateWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The records of a job's topics, as docs/records.md describes them. */
final class KafkaRecords {
  private KafkaRecords() {}

  /** By the key of the sequence, so that a sequence's answers stay in order. */
  static KafkaRecordSerializationSchema<Prediction> predictions(
      String topic, List<String> classes) {
    var json = new PredictionJson(classes);
    return (prediction, context, timestamp) ->
        new ProducerRecord<>(topic, key(prediction.key()), json.write(prediction));
  }

  static KafkaRecordSerializationSchema<LearningProgress> progress(String topic) {
    var json = new ProgressJson();
    return (progress, context, timestamp) ->
        new ProducerRecord<>(topic, key(progress.model()), json.write(progress));
  }

  static KafkaRecordSerializationSchema<Chunk> chunks(String topic) {
    return (chunk, context, timestamp) -> {
      var record = new ProducerRecord<>(topic, key(chunk.key()), chunk.value());
      record.headers().add(new RecordHeader(UpdateWriter.HEADER, chunk.header()));
      return record;
    };
  }

  static KafkaRecordSerializationSchema<Rejected> rejected(String topic) {
    return (rejected, context, timestamp) ->
        RejectedRecords.producerRecord(topic, rejected.raw(), rejected.reason());
  }

  /** Chunks of model updates, whatever they hold: the assembler refuses what is none. */
  static final class Chunks implements KafkaRecordDeserializationSchema<Chunk> {
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
      return ElementType.CHUNK.information(Chunk.class);
    }
  }

  private static byte[] key(String key) {
    return key.isEmpty() ? null : key.getBytes(StandardCharsets.UTF_8);
  }
}
