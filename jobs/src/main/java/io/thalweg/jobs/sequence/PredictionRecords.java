package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.jobs.stream.KafkaRecords;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records of a sequence job's own topics, as docs/records.md describes them. */
final class PredictionRecords {
  private PredictionRecords() {}

  /** By the key of the sequence, so that a sequence's answers stay in order. */
  static KafkaRecordSerializationSchema<Prediction> predictions(
      String topic, List<String> classes) {
    var json = new PredictionJson(classes);
    return (prediction, context, timestamp) ->
        new ProducerRecord<>(topic, KafkaRecords.key(prediction.key()), json.write(prediction));
  }

  static KafkaRecordSerializationSchema<LearningProgress> progress(String topic) {
    var json = new ProgressJson();
    return (progress, context, timestamp) ->
        new ProducerRecord<>(topic, KafkaRecords.key(progress.model()), json.write(progress));
  }
}
