package io.thalweg.jobs.cluster;

import static org.awaitility.Awaitility.await;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far a topic of two partitions is written, and how far that is committed. */
final class CommittedAnswers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> ends;

  CommittedAnswers(String broker, String topic) {
    this.admin = Admin.create(KafkaSettings.of(broker).adminProperties());
    this.ends =
        IntStream.range(0, 2)
            .mapToObj(p -> new TopicPartition(topic, p))
            .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
  }

  /** Returns when more is committed than when it was called. */
  void awaitMore() {
    long[] before = {-1};
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // of a broker that is just coming back
        .until(
            () -> {
              long now = end(IsolationLevel.READ_COMMITTED);
              before[0] = before[0] < 0 ? now : before[0];
              return now > before[0];
            });
  }

  /** Returns when something is written that is not committed yet. */
  void awaitUncommitted() {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> end(IsolationLevel.READ_UNCOMMITTED) > end(IsolationLevel.READ_COMMITTED));
  }

  private long end(IsolationLevel isolation) throws ExecutionException, InterruptedException {
    var offsets = admin.listOffsets(ends, new ListOffsetsOptions(isolation)).all().get();
    return offsets.values().stream().mapToLong(info -> info.offset()).sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
