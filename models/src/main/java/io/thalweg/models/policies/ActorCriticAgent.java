package io.thalweg.models.policies;

import io.thalweg.models.agents.Format;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Objective;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Actor-critic with eligibility traces (Sutton and Barto, 2018, 13.5, "episodic", and 13.6 for what
 * goes on): learns online, from each transition once, and keeps none of them.
 *
 * <pre>
 *   δ  ← r + γ v(s′) − v(s), v of a terminal state being 0
 *   zᵛ ← γ λᵛ zᵛ + ∇v(s),  zᵖ ← γ λᵖ zᵖ + I ∇ln π(a|s)
 *   w  ← w + αᵛ δ zᵛ,      θ  ← θ + αᵖ δ zᵖ,           I ← γ I
 * </pre>
 *
 * <p>Traces begin anew with an episode, and where a stream's observation is not what it showed
 * last. A truncated episode is bootstrapped. It is on-policy: a logged probability has no
 * influence, and actions that another policy chose bias it.
 *
 * <p>Deterministic, and the same after a restore, bit for bit. A transition by which it would
 * diverge is refused and counted: the parameters stay, the stream's traces begin anew. Traces take
 * the memory of both networks per stream, in every snapshot too. Not thread-safe.
 */
public final class ActorCriticAgent implements PolicyLearner {
  private static final byte FORMAT = 1;

  private final PolicySpec spec;
  private final ActorCriticSettings settings;
  private final TracedNetwork policy;
  private final TracedNetwork values;
  private final SoftmaxDecisions exploring;
  private final LogProbability logProbability;
  private final Generator generator;
  private final Batch row;
  private final float[][] next = new float[1][1];

  /** Of each stream: I, and what it showed last; of one that begins an episode, nothing counts. */
  private final double[] shares;

  private final boolean[] begun;
  private final float[][] last;
  private long updates;
  private long refused;
  private double error = Double.NaN;

  /**
   * An agent that has learned nothing.
   *
   * @param rows most observations that {@link #exploring} decides on at a time
   */
  public ActorCriticAgent(PolicySpec spec, ActorCriticSettings settings, int rows) {
    this.spec = spec;
    this.settings = settings;
    float[] ofPolicy = spec.initialParameters();
    float[] ofValues = spec.initialValueParameters();
    requireRoom(settings.traceBytes(ofPolicy.length + ofValues.length));
    int streams = settings.streams();
    policy = new TracedNetwork(spec.outline(), ofPolicy, streams, Math.max(1, rows));
    values = new TracedNetwork(spec.valueOutline(), ofValues, streams, 1);
    exploring = new SoftmaxDecisions(spec, policy.plan(), rows, false);
    logProbability = new LogProbability(spec.actions());
    generator = new Generator(~spec.seed());
    row = new Batch(1, 1, spec.inputs());
    shares = new double[streams];
    begun = new boolean[streams];
    last = new float[streams][spec.inputs()];
    Arrays.fill(shares, 1);
  }

  private static void requireRoom(double bytes) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new IllegalArgumentException(
          "traces of %.0f MB found, at most the heap's %d MB expected: fewer streams, a smaller network or a higher -Xmx"
              .formatted(bytes / (1 << 20), most >> 20));
    }
  }

  /** ln π(a|s), as what is looked at. */
  private static final class LogProbability implements Objective {
    private final Softmax softmax;
    private int action;

    LogProbability(int actions) {
      softmax = new Softmax(actions);
    }

    @Override
    public double errors(double[] scores, int ofRow) {
      softmax.of(scores);
      softmax.slopes(action, 1, 0, scores);
      return softmax.logProbability(action);
    }
  }

  /** v(s), as what is looked at. */
  private static double value(double[] scores, int ofRow) {
    double value = scores[0];
    scores[0] = 1;
    return value;
  }

  @Override
  public void observe(Transition transition, double probability, int stream) {
    Streams.check(
        transition, spec.inputs(), spec.actions(), probability, stream, settings.streams());
    learn(transition, stream);
  }

  @Override
  public void observe(Transition transition, int stream) {
    observe(transition, Double.NaN, stream);
  }

  private void learn(Transition transition, int stream) {
    if (begun[stream] && !Arrays.equals(last[stream], transition.observation())) {
      begin(stream);
    }
    double after = transition.terminated() ? 0 : value(transition.next());
    see(transition.observation());
    double before = values.look(row, ActorCriticAgent::value, generator);
    logProbability.action = transition.action();
    policy.look(row, logProbability, generator);
    error = transition.reward() + settings.gamma() * after - before;
    values.trace(stream, settings.gamma() * settings.valueLambda(), 1);
    double share = settings.timeDiscount() ? shares[stream] : 1;
    policy.trace(stream, settings.gamma() * settings.policyLambda(), share);
    boolean learned =
        Math.abs(error) <= settings.errorBound()
            && values.tryStep(stream, settings.valueRate() * error)
            && policy.tryStep(stream, settings.policyRate() * error);
    if (learned) {
      values.step();
      policy.step();
      exploring.become(++updates);
    } else {
      refused++;
    }
    if (!learned || transition.ends()) {
      begin(stream);
    } else {
      shares[stream] *= settings.gamma();
      begun[stream] = true;
      System.arraycopy(transition.next(), 0, last[stream], 0, spec.inputs());
    }
  }

  /** Changes nothing: it keeps no transition that it has learned from. */
  @Override
  public boolean correct(Moment at, float difference, int stream) {
    return false;
  }

  @Override
  public void interrupt(int stream) {
    begin(stream);
  }

  @Override
  public SortedMap<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>();
    if (!Double.isNaN(error)) {
      figures.put("td_error", Math.abs(error));
    }
    return figures;
  }

  private void see(float[] observation) {
    row.clear();
    row.add(observation, 0, 1);
  }

  private double value(float[] observation) {
    see(observation);
    values.plan().predict(row, next);
    return next[0][0];
  }

  /** An episode, or what is taken for one. */
  private void begin(int stream) {
    values.forget(stream);
    policy.forget(stream);
    shares[stream] = 1;
    begun[stream] = false;
    Arrays.fill(last[stream], 0);
  }

  float[] policyTrace(int stream) {
    return policy.trace(stream);
  }

  float[] valueTrace(int stream) {
    return values.trace(stream);
  }

  float[] policyParameters() {
    return policy.parameters();
  }

  float[] valueParameters() {
    return values.parameters();
  }

  @Override
  public long version() {
    return updates;
  }

  @Override
  public long refused() {
    return refused;
  }

  @Override
  public Policy exploring() {
    return exploring;
  }

  @Override
  public byte[] policy() {
    return SoftmaxPolicy.bytes(spec, updates, policy.parameters());
  }

  private Format format() {
    return spec.format("agent", FORMAT);
  }

  @Override
  public Map<Integer, byte[]> snapshot(DataOutput out) throws IOException {
    format().write(out);
    out.writeInt(shares.length);
    out.writeLong(updates);
    out.writeLong(refused);
    out.writeLong(generator.state());
    policy.write(out);
    values.write(out);
    for (int stream = 0; stream < shares.length; stream++) {
      out.writeDouble(shares[stream]);
      out.writeBoolean(begun[stream]);
      for (float number : last[stream]) {
        out.writeFloat(number);
      }
    }
    return Map.of();
  }

  @Override
  public void restore(DataInput in, Collection<byte[]> chunks) throws IOException {
    format().check(in);
    int streams = in.readInt();
    if (streams != shares.length) {
      throw new IllegalArgumentException(
          "%d streams found, %d expected: they must be as many as it was made with"
              .formatted(streams, shares.length));
    }
    updates = in.readLong();
    refused = in.readLong();
    generator.reset(in.readLong());
    policy.read(in);
    values.read(in);
    for (int stream = 0; stream < streams; stream++) {
      shares[stream] = in.readDouble();
      begun[stream] = in.readBoolean();
      for (int i = 0; i < last[stream].length; i++) {
        last[stream][i] = in.readFloat();
      }
      if (!(shares[stream] >= 0 && shares[stream] <= 1)) {
        throw new IOException("share %s found, 0 to 1 expected".formatted(shares[stream]));
      }
    }
    if (updates < 0 || refused < 0) {
      throw new IOException("%d updates, %d refused found".formatted(updates, refused));
    }
    exploring.become(updates);
  }

  @Override
  public void close() {
    policy.close();
    values.close();
  }
}
