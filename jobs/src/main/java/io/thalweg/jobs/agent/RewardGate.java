package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.Reward;
import io.thalweg.jobs.stream.Frontiers;
import io.thalweg.jobs.stream.Rejected;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Says of each reward whether it is late, which is a fact of its own partition, the same on every
 * run; what is none goes to the dead-letter output with its reason.
 */
final class RewardGate extends ProcessFunction<Heard, Rewarded> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final long disorder;
  private final OutputTag<Rejected> deadLetter;

  private transient Frontiers frontiers;
  private transient Counter deadLetters;

  /**
   * @param disorder how far, in milliseconds, a reward may be behind its partition's newest
   */
  RewardGate(long disorder, OutputTag<Rejected> deadLetter) {
    this.disorder = disorder;
    this.deadLetter = deadLetter;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    frontiers = new Frontiers(disorder, context.getOperatorStateStore());
    deadLetters =
        RewardGateMetrics.DEAD_LETTER_RECORDS.counterIn(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    frontiers.snapshot();
  }

  @Override
  public void processElement(Heard heard, Context context, Collector<Rewarded> out) {
    if (heard instanceof Reward reward) {
      var origin = reward.origin();
      out.collect(
          new Rewarded(reward, frontiers.late(origin.topic(), origin.partition(), reward.time())));
    } else if (heard instanceof Heard.Unfit unfit) {
      deadLetters.inc();
      context.output(deadLetter, new Rejected(unfit.raw(), unfit.reason()));
    }
  }
}
