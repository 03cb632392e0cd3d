package io.thalweg.jobs.stream;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.LostRecords;
import io.thalweg.connectors.kafka.Sinks;
import io.thalweg.connectors.kafka.Sources;
import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.Job.Delivery;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the graphs of all jobs have in common: how they run, and where their streams end. */
public final class JobGraph {
  /** Of everything that has state by key. */
  public static final int MAX_PARALLELISM = 128;

  /** Event time goes on this often; what waits for order waits at least so long. */
  private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(2);

  private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(1);

  private final Job job;
  private final KafkaSettings kafka;

  public JobGraph(Job job) {
    this.job = job;
    kafka = new KafkaSettings(job.kafka());
  }

  public KafkaSettings kafka() {
    return kafka;
  }

  /**
   * Sets what the job depends on: object reuse, checkpoints, intervals. Restart strategy and state
   * backend stay the cluster's, but for a bound that RocksDB lacks.
   */
  public void configure(StreamExecutionEnvironment env) {
    env.configure(
        new Configuration()
            .set(PipelineOptions.NAME, job.name())
            .set(RocksDBOptions.OPTIONS_FACTORY, BoundedManifest.class.getName())
            .set(PipelineOptions.GLOBAL_JOB_PARAMETERS, Settings.of(job)));
    env.setParallelism(job.parallelism());
    env.setMaxParallelism(MAX_PARALLELISM);
    env.getConfig().enableObjectReuse();
    env.getConfig().setAutoWatermarkInterval(WATERMARK_INTERVAL.toMillis());
    env.setBufferTimeout(BUFFER_TIMEOUT.toMillis());
    if (!job.checkpoint().isZero()) {
      env.enableCheckpointing(job.checkpoint().toMillis(), CheckpointingMode.EXACTLY_ONCE);
    }
  }

  /** Within one subtask the records are by key where they are: no need to leave the chain. */
  public static <T> KeyedStream<T, String> keyed(
      DataStream<T> stream, KeySelector<T, String> key, boolean oneSubtask) {
    return oneSubtask && stream.getParallelism() == 1
        ? DataStreamUtils.reinterpretAsKeyedStream(stream, key)
        : stream.keyBy(key);
  }

  /**
   * The versions that a job publishes, as those hear of them who answer with them.
   *
   * @param readers last part of the consumer group's name
   * @param name of the source
   * @param uid last part of the source's
   * @param models ids of updates that are wanted, the job's own first
   */
  public DataStream<ModelUpdate> versions(
      StreamExecutionEnvironment env,
      boolean bounded,
      String readers,
      String name,
      String uid,
      List<String> models) {
    var source =
        Sources.records(
            kafka,
            job.versions(),
            job.name() + "-" + readers,
            LostRecords.SKIP,
            bounded,
            new KafkaRecords.Chunks());
    return env.fromSource(source, WatermarkStrategy.noWatermarks(), name)
        .uid(job.name() + "-" + uid)
        .setParallelism(1)
        .process(
            new UpdateAssembly(models, job.fingerprint()),
            StreamElement.UPDATE.information(ModelUpdate.class))
        .name("newest version")
        .uid(job.name() + "-newest-version")
        .setParallelism(1);
  }

  /**
   * Ends a stream in a topic, with the job's guarantee.
   *
   * @param name also the last part of the sink's uid
   */
  public <T> void sink(
      DataStream<T> stream,
      String name,
      String topic,
      KafkaRecordSerializationSchema<T> schema,
      int parallelism) {
    var guarantee =
        job.delivery() == Delivery.EXACTLY_ONCE
            ? DeliveryGuarantee.EXACTLY_ONCE
            : DeliveryGuarantee.AT_LEAST_ONCE;
    stream
        .sinkTo(Sinks.sink(kafka, job.name(), topic, guarantee, schema))
        .name(name)
        .uid(job.name() + "-" + name)
        .setParallelism(parallelism);
  }

  /** Ends published versions in their topic, cut into chunks. */
  public void sinkUpdates(DataStream<ModelUpdate> updates, String name, String topic) {
    DataStream<Chunk> chunks =
        updates
            .<Chunk>flatMap((update, out) -> UpdateWriter.chunks(update).forEach(out::collect))
            .returns(StreamElement.CHUNK.information(Chunk.class))
            .name(name + " chunks")
            .setParallelism(1);
    sink(chunks, name, topic, KafkaRecords.chunks(topic), 1);
  }

  /** Ends rejected records of several streams in one topic. */
  public void sinkRejected(List<DataStream<Rejected>> streams, String name, String topic) {
    DataStream<Rejected> all =
        streams.stream().reduce((one, other) -> one.union(other)).orElseThrow();
    sink(all, name, topic, KafkaRecords.rejected(topic), 1);
  }
}
