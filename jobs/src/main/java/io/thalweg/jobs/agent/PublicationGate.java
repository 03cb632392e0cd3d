package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.file.AgentJobSpec.Gate;
import io.thalweg.jobs.stream.Texts;
import io.thalweg.jobs.stream.Updates;
import io.thalweg.models.evaluation.offpolicy.Estimate;
import io.thalweg.models.evaluation.offpolicy.OffPolicyEvaluation;
import io.thalweg.models.evaluation.offpolicy.PolicyComparison;
import io.thalweg.models.families.AgentSpec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tries a version before it is published: over episodes that came into the log after it was made,
 * from which it has not learned, its estimated return must not be worse than that of the version
 * published last. What becomes of a version is a function of the log. A reward that is corrected
 * later counts as it came first. Not thread-safe.
 */
final class PublicationGate implements AutoCloseable {
  private final Gate settings;
  private final Trial trial;
  private final SortedMap<String, Double> found = new TreeMap<>();
  private byte[] served;
  private ModelUpdate candidate; // null: none is on trial
  private long passed;
  private long held;

  /**
   * @param served what acts before anything is published
   */
  PublicationGate(Gate settings, AgentSpec spec, byte[] served) {
    this.settings = settings;
    this.served = served;
    trial = new Trial(spec, settings.episodes());
  }

  /** Hears what acts, where that is not known from a publication. */
  void serves(byte[] policy) {
    served = policy;
  }

  /** Hears that a stream's next transition does not follow its last. */
  void interrupt(int stream) {
    if (candidate != null) {
      trial.interrupt(stream);
    }
  }

  /** Takes the next transition of the log on. */
  void take(Transition transition, int stream) {
    if (candidate != null) {
      trial.take(transition, stream);
    }
  }

  /**
   * What is to be published now.
   *
   * @param newest gives the newest version, if it has not been given before
   */
  Optional<ModelUpdate> next(Supplier<Optional<ModelUpdate>> newest) {
    Optional<ModelUpdate> released = judged();
    if (!settings.holds()) {
      Optional<ModelUpdate> update = newest.get();
      update.filter(version -> candidate == null).ifPresent(this::propose);
      update.ifPresent(version -> served = version.payload());
      return update;
    }
    if (candidate == null) {
      newest.get().ifPresent(this::propose);
    }
    return released;
  }

  private void propose(ModelUpdate version) {
    candidate = version;
    trial.begin(version.payload(), served);
  }

  /** The candidate, if it was on trial for long enough and has passed. */
  private Optional<ModelUpdate> judged() {
    if (candidate == null || !trial.episodes().complete()) {
      return Optional.empty();
    }
    ModelUpdate judged = candidate;
    candidate = null;
    find();
    Estimate improvement = trial.episodes().improvement();
    boolean better =
        improvement.value() - settings.errors() * improvement.standardError() >= -settings.margin();
    passed += better ? 1 : 0;
    held += better ? 0 : 1;
    if (better && settings.holds()) {
      served = judged.payload();
    }
    return Optional.of(judged).filter(version -> better);
  }

  private void find() {
    found.clear();
    PolicyComparison episodes = trial.episodes();
    found("candidate_return", episodes.candidate());
    found("serving_return", episodes.serving());
    found("improvement", episodes.improvement());
    OffPolicyEvaluation decisions = trial.decisions();
    found("ips", decisions.ips());
    found("self_normalised", decisions.selfNormalised());
    found("doubly_robust", decisions.doublyRobust());
  }

  private void found(String name, Estimate estimate) {
    if (!Double.isNaN(estimate.value())) {
      found.put(name, estimate.value());
    }
    if (!Double.isNaN(estimate.standardError())) {
      found.put(name + "_low", estimate.low());
      found.put(name + "_high", estimate.high());
    }
  }

  /** Of the last trial that has ended, and how many have ended how. */
  Map<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>(found);
    figures.put("gate_passed", (double) passed);
    figures.put("gate_held", (double) held);
    return figures;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(passed);
    out.writeLong(held);
    out.writeInt(found.size());
    for (Map.Entry<String, Double> figure : found.entrySet()) {
      out.writeUTF(figure.getKey());
      out.writeDouble(figure.getValue());
    }
    Texts.writeBytes(served, out);
    out.writeBoolean(settings.holds());
    out.writeBoolean(candidate != null);
    if (candidate != null) {
      Updates.write(candidate, out);
      trial.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    passed = in.readLong();
    held = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      found.put(in.readUTF(), in.readDouble());
    }
    served = Texts.readBytes(in);
    boolean wasHeld = in.readBoolean();
    if (in.readBoolean()) {
      ModelUpdate onTrial = Updates.readUpdate(in);
      trial.read(in, onTrial.payload());
      // Whether it has been published hangs on that: a trial of the other kind is over.
      candidate = wasHeld == settings.holds() ? onTrial : null;
    }
  }

  @Override
  public void close() {
    trial.close();
  }
}
