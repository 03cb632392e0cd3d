package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topic;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job under measurement, from a topic of {@link Events} to a topic of answers. */
interface Pipeline {

  /** One run of it. */
  record Run(KafkaSettings kafka, String name, String events, int parallelism, boolean bounded) {
    String answers() {
      return name + ".predictions";
    }
  }

  /** For people; no two pipelines have the same. */
  String label();

  /** For programs: a JSON name. */
  String field();

  /** Topics that it writes, but for that of the answers. */
  List<Topic> otherTopics(Run run);

  void build(StreamExecutionEnvironment env, Run run);
}
