package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.Correction;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.agent.Streams.Follows;
import io.thalweg.jobs.agent.Streams.Stream;
import io.thalweg.jobs.file.AgentJobSpec.Gate;
import io.thalweg.models.agents.Agent;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.families.AgentSpec;
import io.thalweg.models.policies.PolicyLearner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An agent that learns from a log of transitions: the same log gives the same agent, bit for bit.
 * What stands in the log twice is learned once, so that a log that was written at least once is as
 * good as one that was written once. Not thread-safe.
 */
final class TransitionLearner implements AutoCloseable {
  private static final byte FORMAT = 2;

  private final String name;
  private final AgentSpec spec;
  private final String fingerprint;
  private final SortedMap<String, String> provenance;
  private final int publishEvery;
  private final Agent agent;
  private final Streams streams;
  private final Episodes episodes;
  private final EnvironmentNumbers numbers = new EnvironmentNumbers();
  private final PublicationGate gate; // null: there is none
  private final Corrections corrections = new Corrections();
  private final SortedMap<String, Long> offsets = new TreeMap<>();
  private long transitions;
  private long repeated;
  private long interrupted;
  private long corrected;
  private long time;
  private long publication;
  private long publishedVersion;
  private long publishedAt;

  /**
   * One that has learned nothing.
   *
   * @param publishEvery transitions, or more, from one publication to the next
   * @param window episodes that figures are about
   * @param gate that versions must pass before they are published
   * @param firstPublication number of its first publication
   */
  TransitionLearner(
      String name,
      AgentSpec spec,
      int publishEvery,
      int window,
      Optional<Gate> gate,
      long firstPublication) {
    this.name = name;
    this.spec = spec;
    fingerprint = spec.fingerprint();
    provenance = spec.provenance();
    this.publishEvery = publishEvery;
    agent = spec.agent(1);
    streams = new Streams(spec.family().streams());
    episodes = new Episodes(window);
    this.gate =
        gate.map(settings -> new PublicationGate(settings, spec, agent.policy())).orElse(null);
    publication = firstPublication;
  }

  /**
   * Learns from a transition, or mends what was learned from one.
   *
   * @throws IllegalArgumentException if the agent cannot; then nothing has changed but what is
   *     known of the environment
   */
  void take(LogEntry entry, Origin origin) {
    offsets.put(origin.topic() + "-" + origin.partition(), origin.offset());
    if (entry instanceof Transition transition) {
      take(transition);
    } else if (entry instanceof Correction correction) {
      correct(correction);
    }
  }

  private void correct(Correction correction) {
    if (!corrections.isNew(correction)) {
      repeated++;
      return;
    }
    Stream stream = streams.known(correction.environment());
    boolean mended =
        stream != null
            && agent.correct(
                moment(correction),
                (float) (correction.reward() - correction.insteadOf()),
                Math.max(0, stream.number()));
    corrected += mended ? 1 : 0;
  }

  private Moment moment(LogEntry entry) {
    return new Moment(numbers.of(entry.environment()), entry.episode(), entry.step());
  }

  private void take(Transition transition) {
    Stream stream = streams.of(transition.environment());
    Follows follows = stream.follows(transition);
    if (follows == Follows.REPEATED) {
      repeated++;
      return;
    }
    if (streams.assign(stream) || follows == Follows.GAP) {
      agent.interrupt(stream.number());
      interruptGate(stream.number());
    }
    interrupted += follows == Follows.GAP ? 1 : 0;
    stream.take(transition, follows);
    if (transition.ends() && stream.whole()) {
      episodes.add(stream.sum(), stream.length());
    }
    try {
      observe(transition, stream.number());
    } catch (IllegalArgumentException refused) {
      interruptGate(stream.number());
      throw refused;
    }
    if (gate != null) {
      gate.take(transition, stream.number());
    }
    transitions++;
    time = Math.max(time, transition.time());
  }

  private void interruptGate(int stream) {
    if (gate != null) {
      gate.interrupt(stream);
    }
  }

  private void observe(Transition transition, int stream) {
    var step =
        new io.thalweg.models.agents.Transition(
            transition.observation(),
            transition.action(),
            (float) transition.reward(),
            transition.next(),
            transition.terminated(),
            transition.truncated(),
            spec.family().correctable() ? moment(transition) : null);
    if (agent instanceof PolicyLearner learner && !Double.isNaN(transition.probability())) {
      learner.observe(step, transition.probability(), stream);
    } else {
      agent.observe(step, stream);
    }
  }

  /** Whether enough was learned since the last time that anything was told. */
  boolean due() {
    return transitions - publishedAt >= publishEvery;
  }

  /** The version to publish now, if there is one; the next time is {@link #due} from here. */
  Optional<ModelUpdate> publication() {
    publishedAt = transitions;
    return gate == null ? newest() : gate.next(this::newest);
  }

  private Optional<ModelUpdate> newest() {
    if (agent.version() <= publishedVersion) {
      return Optional.empty();
    }
    publishedVersion = agent.version();
    return Optional.of(
        new ModelUpdate(
            name,
            agent.version(),
            publication++,
            transitions,
            time,
            new TreeMap<>(offsets),
            fingerprint,
            provenance,
            agent.policy()));
  }

  AgentProgress progress() {
    return new AgentProgress(
        name,
        time,
        transitions,
        episodes.ended(),
        episodes.meanReturn(),
        episodes.meanLength(),
        agent.version(),
        agent.refused(),
        repeated,
        interrupted,
        corrected,
        figures());
  }

  private SortedMap<String, Double> figures() {
    SortedMap<String, Double> figures = new TreeMap<>(agent.figures());
    if (gate != null) {
      figures.putAll(gate.figures());
    }
    return figures;
  }

  /** Its state but for the agent's chunks. */
  byte[] write(Map<Integer, byte[]> changedChunks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(FORMAT);
    out.writeUTF(fingerprint);
    out.writeLong(transitions);
    out.writeLong(repeated);
    out.writeLong(interrupted);
    out.writeLong(corrected);
    out.writeLong(time);
    out.writeLong(publication);
    out.writeLong(publishedVersion);
    out.writeLong(publishedAt);
    out.writeInt(offsets.size());
    for (Map.Entry<String, Long> offset : offsets.entrySet()) {
      out.writeUTF(offset.getKey());
      out.writeLong(offset.getValue());
    }
    streams.write(out);
    episodes.write(out);
    corrections.write(out);
    out.writeBoolean(gate != null);
    changedChunks.putAll(agent.snapshot(out));
    if (gate != null) {
      gate.write(out);
    }
    return bytes.toByteArray();
  }

  /**
   * Goes on where another one was.
   *
   * @throws IllegalArgumentException if that was an agent of other settings, or of another version
   *     of Thalweg
   */
  void restore(byte[] state, Collection<byte[]> chunks) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
    try {
      byte format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("format %d found, %d expected".formatted(format, FORMAT));
      }
      requireSame(in.readUTF());
      transitions = in.readLong();
      repeated = in.readLong();
      interrupted = in.readLong();
      corrected = in.readLong();
      time = in.readLong();
      publication = in.readLong();
      publishedVersion = in.readLong();
      publishedAt = in.readLong();
      for (int n = in.readInt(); n > 0; n--) {
        offsets.put(in.readUTF(), in.readLong());
      }
      streams.read(in);
      episodes.read(in);
      corrections.read(in);
      boolean gated = in.readBoolean();
      agent.restore(in, chunks);
      restoreGate(gated, in);
    } catch (IOException corrupt) {
      throw new IllegalArgumentException(
          "the state of agent %s cannot be read (%s): it was written by another version of Thalweg; begin with a new name or state folder"
              .formatted(name, corrupt.getMessage()),
          corrupt);
    }
  }

  /** A gate that is new in the job file compares with what the agent has come to. */
  private void restoreGate(boolean gated, DataInputStream in) throws IOException {
    if (gate != null && gated) {
      gate.read(in);
    } else if (gate != null) {
      gate.serves(agent.policy());
    }
  }

  private void requireSame(String found) {
    if (!found.equals(fingerprint)) {
      throw new IllegalArgumentException(
          "the state of agent %s is of other settings: agent, network, numbers and actions must be those that it began with; begin with a new name or state folder, or take the settings back"
              .formatted(name));
    }
  }

  Agent agent() {
    return agent;
  }

  @Override
  public void close() {
    agent.close();
    if (gate != null) {
      gate.close();
    }
  }
}
