package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.kafka.RejectedRecords;
import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.ProgressJson;
import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Records as jobs write them. */
final class Records {
  private Records() {}

  static ProducerRecord<byte[], byte[]> ofClasses(String job, long examples, double accuracy) {
    Figures all = Figures.ofClasses(0.8, 0.7, 0.6, 0.3, 0.4);
    Figures window = Figures.ofClasses(accuracy, 0.75, 0.7, Double.NaN, 0.3);
    return of(
        job + ".metrics",
        new ProgressJson()
            .write(
                new LearningProgress(
                    job, 831391200000L, examples, examples / 32, 0, 0.25, all, window)));
  }

  static ProducerRecord<byte[], byte[]> ofNumbers(String job, long examples, double error) {
    Figures figures = Figures.ofNumbers(error, 2 * error, 3, 1 - error / 3);
    return of(
        job + ".metrics",
        new ProgressJson()
            .write(new LearningProgress(job, 1, examples, 3, 0, 0.5, figures, figures)));
  }

  static ProducerRecord<byte[], byte[]> ofAgent(String job, long transitions, double meanReturn) {
    Map<String, Double> figures =
        Map.of(
            "epsilon",
            0.05,
            "loss",
            0.31,
            "improvement",
            12.5,
            "gate_passed",
            3.0,
            "gate_held",
            1.0);
    return of(
        job + ".metrics",
        new AgentProgressJson()
            .write(
                new AgentProgress(
                    job,
                    1,
                    transitions,
                    412,
                    meanReturn,
                    181,
                    4_900,
                    0,
                    0,
                    2,
                    0,
                    new TreeMap<>(figures))));
  }

  static ProducerRecord<byte[], byte[]> deadLetter(String job, String reason) {
    return RejectedRecords.producerRecord(
        job + ".dead-letter",
        new RawRecord(new Origin(job, 0, 17), 1, null, "{".getBytes(UTF_8)),
        reason);
  }

  static ProducerRecord<byte[], byte[]> prediction(String job, double tookMillis) {
    return of(
        job + ".predictions",
        "{\"id\":\"a\",\"model_version\":7,\"took_ms\":%s}".formatted(tookMillis).getBytes(UTF_8));
  }

  /** A version of one chunk or of more. */
  static List<ProducerRecord<byte[], byte[]>> version(
      String topic, String job, long publication, int bytes, Map<String, String> provenance) {
    ModelUpdate update =
        new ModelUpdate(
            job,
            10 * publication,
            publication,
            320 * publication,
            831391200000L,
            new TreeMap<>(Map.of(job + "-0", 320 * publication)),
            "5e88",
            new TreeMap<>(provenance),
            new byte[bytes]);
    return chunks(topic, update);
  }

  /** The only chunk of a short update. */
  static ProducerRecord<byte[], byte[]> chunk(String topic, ModelUpdate update) {
    return chunks(topic, update).get(0);
  }

  private static List<ProducerRecord<byte[], byte[]>> chunks(String topic, ModelUpdate update) {
    return UpdateWriter.chunks(update).stream().map(chunk -> record(topic, chunk)).toList();
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, Chunk chunk) {
    var record = new ProducerRecord<>(topic, chunk.key().getBytes(UTF_8), chunk.value());
    record.headers().add(UpdateWriter.HEADER, chunk.header());
    return record;
  }

  static ProducerRecord<byte[], byte[]> of(String topic, byte[] value) {
    return new ProducerRecord<>(topic, value);
  }

  /** The record as a consumer gets it. */
  static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        1_000,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }
}
