package io.thalweg.connectors.kafka;

import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/**
 * Sinks of a job.
 *
 * <ul>
 *   <li>At least once: readable at once; what was written since the last checkpoint comes twice
 *       after a failure.
 *   <li>Exactly once: in transactions that are committed with the checkpoint, so that readers with
 *       {@code read_committed} see a record half a checkpoint interval later on average. A
 *       transaction that nobody ends blocks them until its time-out: ten minutes, within the
 *       broker's default maximum of fifteen. A job that is away for longer loses what it had not
 *       committed.
 * </ul>
 */
public final class Sinks {
  private static final String TRANSACTION_TIMEOUT_MILLIS = "600000";

  /** Kafka's default. */
  private static final long PRODUCER_BUFFER_BYTES = 32 << 20;

  private Sinks() {}

  /**
   * Writes what {@code schema} makes of each element.
   *
   * @param job name of the job; no two jobs of one name may write to the same topic at a time
   * @param topic what {@code schema} writes to
   */
  public static <T> Sink<T> sink(
      KafkaSettings settings,
      String job,
      String topic,
      DeliveryGuarantee guarantee,
      KafkaRecordSerializationSchema<T> schema) {
    KafkaSink<T> sink =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(properties(settings, job + "-" + topic))
            .setDeliveryGuarantee(guarantee)
            // A slash is in neither name: job a-b on topic c is not job a on topic b-c.
            .setTransactionalIdPrefix(job + "/" + topic)
            // Pooled names are used again; counted ones would leave one in the broker's memory,
            // for a week, with every checkpoint of every subtask.
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setRecordSerializer(new TopicRecords<>(topic, schema))
            .build();
    return guarantee == DeliveryGuarantee.EXACTLY_ONCE ? new TidySink<>(sink) : sink;
  }

  private static Properties properties(KafkaSettings settings, String clientId) {
    Properties properties = settings.producerProperties();
    properties.putIfAbsent("client.id", clientId);
    properties.putIfAbsent("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
    // Records wait for company only while earlier requests are under way, which under load is
    // always; alone they leave at once. See docs/design/kafka.md.
    properties.putIfAbsent("linger.ms", "0");
    properties.putIfAbsent("batch.size", "131072");
    properties.putIfAbsent("compression.type", "lz4");
    raise(properties, "max.request.size", RejectedRecords.MAX_REQUEST_BYTES);
    raise(properties, "buffer.memory", PRODUCER_BUFFER_BYTES);
    return properties;
  }

  /** A record too large for its producer would stop the job: the user's number counts if larger. */
  private static void raise(Properties properties, String name, long least) {
    String given = properties.getProperty(name);
    if (given == null || !isAtLeast(given, least)) {
      properties.setProperty(name, String.valueOf(least));
    }
  }

  private static boolean isAtLeast(String given, long least) {
    try {
      return Long.parseLong(given.strip()) >= least;
    } catch (NumberFormatException e) {
      return true; // Kafka says better what is wrong with it
    }
  }
}
