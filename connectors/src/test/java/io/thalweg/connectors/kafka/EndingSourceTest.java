package io.thalweg.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EndingSourceTest {
  private final List<Object> told = new ArrayList<>();

  /** A context of one reader that notes whom it is to tell that no more splits come. */
  @SuppressWarnings("unchecked")
  private SplitEnumeratorContext<KafkaPartitionSplit> context() {
    return (SplitEnumeratorContext<KafkaPartitionSplit>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SplitEnumeratorContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "registeredReaders" -> Map.of(0, new ReaderInfo(0, "here"));
                  case "currentParallelism" -> 1;
                  case "signalNoMoreSplits" -> {
                    told.add(arguments[0]);
                    yield null;
                  }
                  default -> null;
                });
  }

  @Test
  void restored_bounded_source_tells_its_readers_that_no_more_partitions_come() throws Exception {
    var source =
        Sources.records(
            KafkaSettings.of("127.0.0.1:1"),
            "topic",
            "group",
            LostRecords.FAIL,
            true,
            new DecodedRecords(raw -> null, null));
    var split = new KafkaPartitionSplit(new TopicPartition("topic", 0), 5, 9);
    var state = new KafkaSourceEnumState(Set.of(split), Set.of(), true);
    var enumerator = ((EndingSource<?>) source).restoreEnumerator(context(), state);
    enumerator.addReader(0);
    assertThat(told).containsExactly(0);
  }
}
