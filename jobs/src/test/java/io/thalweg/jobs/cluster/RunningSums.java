package io.thalweg.jobs.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A job that counts and sums by key, with ND4J, from one topic to another, exactly once. In: {@code
 * key,value}; out: {@code key,count,sum}.
 */
public final class RunningSums {
  private static final Duration CHECKPOINT = Duration.ofSeconds(1);

  private RunningSums() {}

  /**
   * For a stock {@code flink run}.
   *
   * @param arguments broker, topic read, topic written
   */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.execute(define(environment, arguments[0], arguments[1], arguments[2]));
  }

  static String define(
      StreamExecutionEnvironment environment, String broker, String from, String to) {
    environment.enableCheckpointing(CHECKPOINT.toMillis());
    KafkaSource<String> source =
        KafkaSource.<String>builder()
            .setBootstrapServers(broker)
            .setTopics(from)
            .setGroupId(to)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    Properties producer = new Properties();
    producer.put("transaction.timeout.ms", "600000");
    KafkaSink<String> sink =
        KafkaSink.<String>builder()
            .setBootstrapServers(broker)
            .setKafkaProducerConfig(producer)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(to)
            .setRecordSerializer(
                KafkaRecordSerializationSchema.<String>builder()
                    .setTopic(to)
                    .setKeySerializationSchema(
                        (String line) -> key(line).getBytes(StandardCharsets.UTF_8))
                    .setValueSerializationSchema(new SimpleStringSchema())
                    .build())
            .build();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "numbers")
        .uid("numbers")
        .keyBy(RunningSums::key)
        .process(new Sums())
        .name("sums")
        .uid("sums")
        .sinkTo(sink)
        .name("results")
        .uid("results");
    return "running sums to " + to;
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf(','));
  }

  private static final class Sums extends KeyedProcessFunction<String, String, String> {
    private transient ValueState<double[]> state;

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("sums", double[].class));
    }

    @Override
    public void processElement(String line, Context context, Collector<String> out)
        throws Exception {
      double value = Double.parseDouble(line.substring(line.indexOf(',') + 1));
      double[] old = state.value() == null ? new double[2] : state.value();
      INDArray sums = Nd4j.createFromArray(old).add(Nd4j.createFromArray(1.0, value));
      double[] updated = sums.toDoubleVector();
      state.update(updated);
      out.collect(
          "%s,%d,%d".formatted(context.getCurrentKey(), (long) updated[0], (long) updated[1]));
    }
  }
}
