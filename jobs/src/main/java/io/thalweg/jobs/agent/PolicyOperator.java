package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.jobs.metrics.NativeMemoryMetrics;
import io.thalweg.jobs.stream.MicroBatchOperator;
import io.thalweg.jobs.stream.Operators;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.features.Batch;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * One of any number of actors: answers observations with the newest version that has reached it.
 * Before the first, that is version 0, the network from the seed. A version that is pinned acts
 * until it is let go.
 *
 * <p>Guarantee: a decision is a function of the version that it names, of the observation and of
 * environment, episode and step. Which version decides depends on when it arrives; the version that
 * did is in the answer, in what the host echoes, and so in the log.
 */
final class PolicyOperator extends MicroBatchOperator<Observation, Decision> {
  private static final String NEWEST = "newest";
  private static final String PINNED = "pinned";

  private final String pin;
  private final AgentSpec agent;
  private final StreamRecord<Decision> reused = new StreamRecord<>(null);

  private transient PublishedPolicy policy;
  private transient EnvironmentNumbers numbers;
  private transient Batch batch;
  private transient Observation[] observations;
  private transient Moment[] moments;
  private transient io.thalweg.models.agents.Decision[] decisions;

  // Both are read by the reporters' threads.
  private transient volatile boolean pinned;
  private transient volatile long learnedUpTo;

  private PolicyOperator(
      StreamOperatorParameters<Decision> parameters, String name, AgentSpec agent) {
    super(parameters, "newest-policy", PolicyMetrics.MICRO_BATCHES);
    pin = Pin.id(name);
    this.agent = agent;
  }

  /**
   * @param name of the job
   */
  static TwoInputStreamOperatorFactory<Observation, ModelUpdate, Decision> factory(
      String name, AgentSpec agent) {
    return Operators.twoInputs(
        PolicyOperator.class, parameters -> new PolicyOperator(parameters, name, agent));
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
    PolicyMetrics.POLICY_VERSION.gaugeIn(metrics, this::version);
    PolicyMetrics.POLICY_PINNED.gaugeIn(metrics, () -> pinned ? 1 : 0);
    PolicyMetrics.POLICY_AGE_MILLIS.gaugeIn(metrics, this::age);
    NativeMemoryMetrics.register(metrics);
    loadKept();
  }

  /** Goes on with the version that is pinned, or else with the newest. */
  private void loadKept() throws Exception {
    pinned = updates().contains(PINNED);
    ModelUpdate kept = updates().get(pinned ? PINNED : NEWEST);
    if (kept != null) {
      load(kept);
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
    added();
  }

  @Override
  public void processElement2(StreamRecord<ModelUpdate> element) throws Exception {
    flush();
    ModelUpdate update = element.getValue();
    if (update.model().equals(pin)) {
      pin(update);
    } else if (pinned || load(update)) {
      updates().put(NEWEST, update);
    }
  }

  private void pin(ModelUpdate update) throws Exception {
    if (Pin.releases(update)) {
      updates().remove(PINNED);
      loadKept();
    } else if (load(update)) {
      updates().put(PINNED, update);
      pinned = true;
    }
  }

  @Override
  protected long become(ModelUpdate update) {
    policy.load(update.payload());
    learnedUpTo = update.eventTime();
    return policy.version();
  }

  @Override
  protected int waiting() {
    return batch.count();
  }

  @Override
  protected void answer() {
    policy.decide(batch, moments, decisions);
  }

  @Override
  protected void send(long now) {
    for (int row = 0; row < batch.count(); row++) {
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
        version(),
        decided.values());
  }
}
