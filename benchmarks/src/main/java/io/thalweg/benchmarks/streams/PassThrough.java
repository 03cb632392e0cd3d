package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.LostRecords;
import io.thalweg.connectors.kafka.Sinks;
import io.thalweg.connectors.kafka.Sources;
import io.thalweg.connectors.kafka.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The peer: values as strings from the same source to the same sink, nothing in between. What it
 * costs is what Kafka and Flink cost a job that does nothing.
 *
 * @param keyed whether strings go through a {@code keyBy}, that is serialised from one task to
 *     another; otherwise it is one chain
 */
record PassThrough(boolean keyed) implements Pipeline {
  private static final String KEY = "\"key\":\"";

  @Override
  public String label() {
    return keyed ? "pass-through, keyed" : "pass-through, chained";
  }

  @Override
  public String field() {
    return keyed ? "pass_through_keyed" : "pass_through_chained";
  }

  @Override
  public List<Topic> otherTopics(Run run) {
    return List.of();
  }

  @Override
  public void build(StreamExecutionEnvironment env, Run run) {
    // As SequenceJob has it.
    env.setParallelism(run.parallelism());
    env.getConfig().enableObjectReuse();
    env.setBufferTimeout(1);
    env.enableCheckpointing(10_000);
    var source =
        Sources.records(
            run.kafka(), run.events(), run.name(), LostRecords.FAIL, run.bounded(), new Strings());
    DataStream<String> strings = env.fromSource(source, WatermarkStrategy.noWatermarks(), "events");
    DataStream<String> passed = keyed ? strings.keyBy(PassThrough::key) : strings;
    passed
        .sinkTo(
            Sinks.sink(
                run.kafka(),
                run.name(),
                run.answers(),
                DeliveryGuarantee.AT_LEAST_ONCE,
                schema(run.answers())))
        .name("answers");
  }

  private static String key(String json) {
    int start = json.indexOf(KEY) + KEY.length();
    return json.substring(start, json.indexOf('"', start));
  }

  private static KafkaRecordSerializationSchema<String> schema(String topic) {
    return (text, context, timestamp) ->
        new ProducerRecord<>(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Strings implements KafkaRecordDeserializationSchema<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<String> out) {
      out.collect(new String(record.value(), StandardCharsets.UTF_8));
    }

    @Override
    public TypeInformation<String> getProducedType() {
      return Types.STRING;
    }
  }
}
