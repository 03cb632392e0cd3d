package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.jobs.stream.FlushTimer;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.features.Batch;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of any number of actors: answers observations with the newest version that has reached it.
 * Before the first, that is version 0, the network from the seed. A version that is pinned acts
 * until it is let go.
 *
 * <p>Guarantee: a decision is a function of the version that it names, of the observation and of
 * environment, episode and step. Which version decides depends on when it arrives; the version that
 * did is in the answer, in what the host echoes, and so in the log.
 */
final class PolicyOperator extends AbstractStreamOperator<Decision>
    implements TwoInputStreamOperator<Observation, ModelUpdate, Decision> {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyOperator.class);
  private static final int MICRO_BATCH = 256;
  private static final int SAMPLES = 1024;
  private static final String NEWEST = "newest";
  private static final String PINNED = "pinned";

  private final String pin;
  private final AgentSpec agent;
  private final StreamRecord<Decision> reused = new StreamRecord<>(null);

  private transient PublishedPolicy policy;
  private transient BroadcastState<String, ModelUpdate> newest;
  private transient EnvironmentNumbers numbers;
  private transient Batch batch;
  private transient Observation[] observations;
  private transient Moment[] moments;
  private transient io.thalweg.models.agents.Decision[] decisions;
  private transient FlushTimer flushTimer;
  private transient Histogram recordsInMicroBatch;
  private transient Histogram forwardTime;
  private transient Counter refusedVersions;
  private transient volatile boolean pinned;
  private transient volatile long version; // these three are read by the reporters' threads
  private transient volatile long learnedUpTo;

  private PolicyOperator(
      StreamOperatorParameters<Decision> parameters, String name, AgentSpec agent) {
    super(parameters);
    pin = Pin.id(name);
    this.agent = agent;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    policy = agent.exploring(MICRO_BATCH);
    numbers = new EnvironmentNumbers();
    batch = new Batch(MICRO_BATCH, 1, agent.inputs());
    observations = new Observation[MICRO_BATCH];
    moments = new Moment[MICRO_BATCH];
    decisions = new io.thalweg.models.agents.Decision[MICRO_BATCH];
    flushTimer = new FlushTimer(processingTimeService, time -> flush());
    recordsInMicroBatch =
        metrics.histogram("recordsInMicroBatch", new DescriptiveStatisticsHistogram(SAMPLES));
    forwardTime =
        metrics.histogram("forwardTimeMicros", new DescriptiveStatisticsHistogram(SAMPLES));
    refusedVersions = metrics.counter("refusedVersions");
    metrics.gauge("policyVersion", (Gauge<Long>) () -> version);
    metrics.gauge("policyPinned", (Gauge<Integer>) () -> pinned ? 1 : 0);
    metrics.gauge("policyAgeMillis", (Gauge<Long>) this::age);
    newest =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "newest-policy",
                    Types.STRING,
                    StreamElement.UPDATE.information(ModelUpdate.class)));
    loadRestored();
  }

  private void loadRestored() throws Exception {
    ModelUpdate restored = newest.contains(PINNED) ? newest.get(PINNED) : newest.get(NEWEST);
    pinned = newest.contains(PINNED);
    if (restored != null) {
      load(restored);
    }
  }

  /** How far behind the newest thing that it has learned from the policy acts; 0: version 0. */
  private long age() {
    return learnedUpTo == 0 ? 0 : System.currentTimeMillis() - learnedUpTo;
  }

  @Override
  public void close() throws Exception {
    if (policy != null) {
      policy.close();
    }
    super.close();
  }

  @Override
  public void processElement1(StreamRecord<Observation> element) {
    Observation observation = element.getValue();
    int row = batch.count();
    batch.add(observation.values(), 0, 1);
    observations[row] = observation;
    moments[row] =
        new Moment(
            numbers.of(observation.environment()), observation.episode(), observation.step());
    if (batch.count() == MICRO_BATCH) {
      flush();
    } else {
      flushTimer.arm();
    }
  }

  @Override
  public void processElement2(StreamRecord<ModelUpdate> element) throws Exception {
    flush();
    ModelUpdate update = element.getValue();
    if (update.model().equals(pin)) {
      pin(update);
    } else if (pinned || load(update)) {
      newest.put(NEWEST, update);
    }
  }

  private void pin(ModelUpdate update) throws Exception {
    if (Pin.releases(update)) {
      newest.remove(PINNED);
      loadRestored();
    } else if (load(update)) {
      newest.put(PINNED, update);
      pinned = true;
    }
  }

  private boolean load(ModelUpdate update) {
    try {
      policy.load(update.payload());
      version = policy.version();
      learnedUpTo = update.eventTime();
      return true;
    } catch (IllegalArgumentException e) {
      refusedVersions.inc();
      LOG.warn(
          "Agent {}: version {} was refused: {}; version {} stays",
          update.model(),
          update.version(),
          e.getMessage(),
          version);
      return false;
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  private void flush() {
    int size = batch.count();
    if (size == 0) {
      return;
    }
    long start = System.nanoTime();
    policy.decide(batch, moments, decisions);
    forwardTime.update((System.nanoTime() - start) / 1000);
    recordsInMicroBatch.update(size);
    for (int row = 0; row < size; row++) {
      output.collect(reused.replace(decision(observations[row], decisions[row])));
      observations[row] = null;
    }
    batch.clear();
  }

  private Decision decision(Observation observation, io.thalweg.models.agents.Decision decided) {
    return new Decision(
        observation.environment(),
        observation.episode(),
        observation.step(),
        observation.time(),
        decided.action(),
        decided.probability(),
        version,
        decided.values());
  }

  /** Makes actors in the tasks. */
  static final class Factory extends AbstractStreamOperatorFactory<Decision>
      implements TwoInputStreamOperatorFactory<Observation, ModelUpdate, Decision> {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final AgentSpec agent;

    Factory(String name, AgentSpec agent) {
      this.name = name;
      this.agent = agent;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Flink declares it
    public <T extends StreamOperator<Decision>> T createStreamOperator(
        StreamOperatorParameters<Decision> parameters) {
      return (T) new PolicyOperator(parameters, name, agent);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
      return PolicyOperator.class;
    }
  }
}
