package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Transition;
import io.thalweg.jobs.stream.Texts;
import io.thalweg.models.agents.Preferences;
import io.thalweg.models.agents.PublishedPolicy;
import io.thalweg.models.evaluation.offpolicy.Compared;
import io.thalweg.models.evaluation.offpolicy.Compared.Choice;
import io.thalweg.models.evaluation.offpolicy.Decided;
import io.thalweg.models.evaluation.offpolicy.OffPolicyEvaluation;
import io.thalweg.models.evaluation.offpolicy.PolicyComparison;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.features.Batch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a candidate and the policy that serves would have done with the observations of the log,
 * where others acted, and what that would have been worth. Not thread-safe.
 */
final class Trial implements AutoCloseable {
  /** Transitions that share a forward pass. */
  private static final int ROWS = 64;

  /** A transition that waits for company. */
  private record Waiting(Transition transition, int stream) {}

  private final int wanted;
  private final boolean oneStep;
  private final double discount;
  private final PublishedPolicy candidate;
  private final PublishedPolicy serving;
  private final Batch batch;
  private final Waiting[] waiting = new Waiting[ROWS];
  private final Preferences[] ofCandidate = new Preferences[ROWS];
  private final Preferences[] ofServing = new Preferences[ROWS];
  private PolicyComparison episodes;
  private OffPolicyEvaluation decisions;
  private byte[] against;

  /**
   * @param wanted episodes
   */
  Trial(AgentSpec spec, int wanted) {
    this.wanted = wanted;
    discount = spec.family().discount();
    oneStep = discount == 0;
    candidate = spec.exploring(ROWS);
    serving = spec.exploring(ROWS);
    batch = new Batch(ROWS, 1, spec.inputs());
    for (int row = 0; row < ROWS; row++) {
      ofCandidate[row] = Preferences.of(spec.actions());
      ofServing[row] = Preferences.of(spec.actions());
    }
    forget();
  }

  private void forget() {
    batch.clear();
    episodes = new PolicyComparison(discount, wanted);
    decisions = new OffPolicyEvaluation();
  }

  /** Begins anew, with two published versions. */
  void begin(byte[] candidatePolicy, byte[] servingPolicy) {
    forget();
    load(candidatePolicy, servingPolicy);
  }

  private void load(byte[] candidatePolicy, byte[] servingPolicy) {
    against = servingPolicy;
    candidate.load(candidatePolicy);
    serving.load(servingPolicy);
  }

  /** Hears that a stream's next transition does not follow its last. */
  void interrupt(int stream) {
    consider();
    episodes.interrupt(stream);
  }

  /** Takes the next transition of the log on. */
  void take(Transition transition, int stream) {
    waiting[batch.count()] = new Waiting(transition, stream);
    batch.add(transition.observation(), 0, 1);
    if (batch.count() == ROWS) {
      consider();
    }
  }

  /** Its episodes up to now. */
  PolicyComparison episodes() {
    consider();
    return episodes;
  }

  /** The candidate's worth per decision; empty where actions have later consequences. */
  OffPolicyEvaluation decisions() {
    consider();
    return decisions;
  }

  private void consider() {
    candidate.consider(batch, ofCandidate);
    serving.consider(batch, ofServing);
    for (int row = 0; row < batch.count(); row++) {
      compare(waiting[row], ofCandidate[row], ofServing[row]);
    }
    batch.clear();
  }

  private void compare(Waiting row, Preferences preferred, Preferences served) {
    Transition transition = row.transition();
    if (transition.step() == 0) {
      episodes.begin(row.stream());
    }
    Compared compared = compared(transition, preferred, served);
    episodes.add(row.stream(), compared);
    if (transition.ends()) {
      episodes.end(row.stream());
    }
    if (oneStep && compared.known()) {
      decisions.add(
          new Decided(
              compared.reward(),
              compared.logged(),
              compared.candidate().probability(),
              compared.modelOfTaken(),
              compared.candidate().model()));
    }
  }

  /**
   * The serving version's values are the model of both, so that none is flattered by its own. What
   * is not finite says nothing.
   */
  private static Compared compared(
      Transition transition, Preferences preferred, Preferences served) {
    int action = transition.action();
    float[] model = served.values();
    double ofCandidate = preferred.probabilities()[action];
    double ofServing = served.probabilities()[action];
    double taken = model[action];
    double byCandidate = preferred.expected(model);
    double byServing = served.expected(model);
    boolean modelled = Double.isFinite(taken + byCandidate + byServing);
    boolean known = Double.isFinite(ofCandidate + ofServing);
    return new Compared(
        transition.reward(),
        known ? transition.probability() : Double.NaN,
        new Choice(Math.min(1, ofCandidate), modelled ? byCandidate : Double.NaN),
        new Choice(Math.min(1, ofServing), modelled ? byServing : Double.NaN),
        modelled ? taken : Double.NaN);
  }

  /** Writes it but for the candidate. */
  void write(DataOutput out) throws IOException {
    consider();
    Texts.writeBytes(against, out);
    episodes.write(out);
    decisions.write(out);
  }

  /** Goes on with the trial of a candidate. */
  void read(DataInput in, byte[] candidatePolicy) throws IOException {
    load(candidatePolicy, Texts.readBytes(in));
    episodes.read(in);
    decisions.read(in);
  }

  @Override
  public void close() {
    candidate.close();
    serving.close();
  }
}
