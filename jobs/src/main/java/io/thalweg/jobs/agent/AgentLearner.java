package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.file.AgentJobSpec.Gate;
import io.thalweg.jobs.stream.Operators;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.models.families.AgentSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Learns from the log of transitions, in its order, and publishes what it has learned.
 *
 * <p>Guarantee: the agent is a function of the log. A version is published by the number of
 * transitions, never by the wall clock. Restored, it goes on from where it was, memory, priorities,
 * optimiser, target network, exploration and generator included.
 *
 * <p>Price: parallelism 1, and a log of one partition.
 */
final class AgentLearner extends AbstractStreamOperator<AgentProgress>
    implements OneInputStreamOperator<Logged, AgentProgress> {
  /** The one key that all of a learner's state is under. */
  static final String KEY = "agent";

  /**
   * How a learner works.
   *
   * @param name of the agent
   * @param publishEvery transitions, or more, from one publication to the next
   * @param evaluationWindow episodes in the sliding window of the figures
   * @param gate that versions must pass before they are published; null: none
   * @param firstPublication number of the first publication of a learner that starts afresh; larger
   *     than any before under the same name, or readers take its versions for old ones
   */
  record Settings(
      String name,
      AgentSpec agent,
      int publishEvery,
      int evaluationWindow,
      Gate gate,
      long firstPublication)
      implements Serializable {}

  /** Where the learner's other outputs go. */
  record Outputs(OutputTag<ModelUpdate> updates, OutputTag<Rejected> deadLetter)
      implements Serializable {}

  private final Settings settings;
  private final Outputs outputs;

  private transient TransitionLearner learner;
  private transient ValueState<byte[]> core;
  private transient MapState<Integer, byte[]> chunks;
  private transient AgentMetrics measured;

  private AgentLearner(
      StreamOperatorParameters<AgentProgress> parameters, Settings settings, Outputs outputs) {
    super(parameters);
    this.settings = settings;
    this.outputs = outputs;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    core = context.getKeyedStateStore().getState(new ValueStateDescriptor<>("agent", bytes));
    chunks =
        context
            .getKeyedStateStore()
            .getMapState(new MapStateDescriptor<>("replay", Types.INT, bytes));
    setCurrentKey(KEY);
    learner =
        new TransitionLearner(
            settings.name(),
            settings.agent(),
            settings.publishEvery(),
            settings.evaluationWindow(),
            Optional.ofNullable(settings.gate()),
            settings.firstPublication());
    measured = new AgentMetrics(metrics, learner.progress());
    restore();
    measured.progress(learner.progress());
  }

  private void restore() throws Exception {
    byte[] state = core.value();
    if (state == null) {
      return;
    }
    List<byte[]> written = new ArrayList<>();
    chunks.values().forEach(written::add);
    try {
      learner.restore(state, written);
    } catch (IllegalArgumentException e) {
      throw new SuppressRestartsException(e); // trying again would end the same way
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    setCurrentKey(KEY);
    Map<Integer, byte[]> changed = new HashMap<>();
    core.update(learner.write(changed));
    chunks.putAll(changed);
  }

  @Override
  public void close() throws Exception {
    if (learner != null) {
      learner.close();
    }
    super.close();
  }

  @Override
  public void processElement(StreamRecord<Logged> element) {
    Logged logged = element.getValue();
    if (logged instanceof Logged.Fit fit) {
      learn(fit);
    } else if (logged instanceof Logged.Unfit unfit) {
      reject(unfit, unfit.reason());
    }
  }

  private void learn(Logged.Fit fit) {
    try {
      long start = System.nanoTime();
      learner.take(fit.entry(), fit.raw().origin());
      measured.learned(System.nanoTime() - start);
    } catch (IllegalArgumentException unfit) {
      reject(fit, unfit.getMessage());
    }
    if (learner.due()) {
      tell();
    }
  }

  private void tell() {
    learner
        .publication()
        .ifPresent(update -> output.collect(outputs.updates(), new StreamRecord<>(update)));
    AgentProgress progress = learner.progress();
    measured.progress(progress);
    output.collect(new StreamRecord<>(progress));
  }

  private void reject(Logged logged, String reason) {
    measured.deadLetter();
    output.collect(outputs.deadLetter(), new StreamRecord<>(new Rejected(logged.raw(), reason)));
  }

  @Override
  public void finish() throws Exception {
    tell();
    super.finish();
  }

  static OneInputStreamOperatorFactory<Logged, AgentProgress> factory(
      Settings settings, Outputs outputs) {
    return Operators.oneInput(
        AgentLearner.class, parameters -> new AgentLearner(parameters, settings, outputs));
  }
}
