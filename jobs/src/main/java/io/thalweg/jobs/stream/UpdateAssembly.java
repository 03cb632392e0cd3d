package io.thalweg.jobs.stream;

import io.thalweg.connectors.updates.Chunk;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateAssembler;
import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.metrics.OperatorMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts published versions together for the fleet. What is torn, corrupt or foreign is refused and
 * counted, and ever more rarely logged, since a foreign writer may send without end; the fleet then
 * keeps the version that it has.
 */
public final class UpdateAssembly extends ProcessFunction<Chunk, ModelUpdate>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(UpdateAssembly.class);

  /** A job file's largest network takes 80 MB. */
  private static final long MAX_BYTES = 128L << 20;

  private static final DescribedMetric REFUSED_VERSIONS =
      DescribedMetric.counter(
          "refusedVersions",
          "refusals",
          "What was torn, corrupt, too large, unreadable, or of another model or network.",
          "The log says which. Foreign ones: two jobs write to one model topic, or the network was changed under the same name. A few torn ones after a failure are usual.");

  /** What it counts. */
  public static final OperatorMetrics METRICS =
      OperatorMetrics.of("newest version", REFUSED_VERSIONS);

  private final List<String> models;
  private final String fingerprint;

  private transient List<UpdateAssembler> assemblers;
  private transient ListState<byte[]> state;

  /**
   * @param models ids of updates that are wanted; what is of none of them is refused as not of the
   *     first
   * @param fingerprint that updates must have
   */
  public UpdateAssembly(List<String> models, String fingerprint) {
    this.models = new ArrayList<>(models);
    this.fingerprint = fingerprint;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    Counter refused = REFUSED_VERSIONS.counterIn(getRuntimeContext().getMetricGroup());
    assemblers = models.stream().map(model -> assembler(model, refused)).toList();
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "updates", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    int restored = 0;
    for (byte[] bytes : state.get()) {
      assemblers.get(restored++).restore(bytes);
    }
  }

  private UpdateAssembler assembler(String model, Counter refused) {
    return new UpdateAssembler(
        model,
        fingerprint,
        MAX_BYTES,
        (refusal, reason) -> {
          refused.inc();
          if (Long.bitCount(refused.getCount()) == 1) { // 1, 2, 4, 8 …
            LOG.warn(
                "Model {}: an update was refused ({}): {}; {} so far",
                model,
                refusal,
                reason,
                refused.getCount());
          }
        });
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.clear();
    for (UpdateAssembler assembler : assemblers) {
      state.add(assembler.toBytes());
    }
  }

  @Override
  public void processElement(Chunk chunk, Context context, Collector<ModelUpdate> out) {
    assemblers
        .get(Math.max(0, models.indexOf(model(chunk.key()))))
        .add(chunk.key(), chunk.header(), chunk.value())
        .ifPresent(out::collect);
  }

  private static String model(String key) {
    int end = key.indexOf('/');
    return end < 0 ? key : key.substring(0, end);
  }
}
