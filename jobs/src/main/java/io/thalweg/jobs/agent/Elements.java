package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.Correction;
import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Observation.Taken;
import io.thalweg.connectors.agents.Reward;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.jobs.stream.Numbers;
import io.thalweg.jobs.stream.RawRecords;
import io.thalweg.jobs.stream.Texts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeMap;

/** The elements of an agent job as bytes. */
final class Elements {
  private Elements() {}

  static void write(Heard heard, DataOutput out) throws IOException {
    if (heard instanceof Observation observation) {
      out.writeByte(0);
      write(observation, out);
    } else if (heard instanceof Reward reward) {
      out.writeByte(1);
      write(reward, out);
    } else if (heard instanceof Heard.Unfit unfit) {
      out.writeByte(2);
      RawRecords.write(unfit.raw(), out);
      Texts.write(unfit.reason(), out);
    }
  }

  static Heard readHeard(DataInput in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 0 -> readObservation(in);
      case 1 -> readReward(in);
      case 2 -> new Heard.Unfit(RawRecords.readRaw(in), Texts.read(in));
      default -> throw new IOException("What was heard is of kind " + kind);
    };
  }

  private static void write(Reward reward, DataOutput out) throws IOException {
    Texts.write(reward.environment(), out);
    out.writeLong(reward.episode());
    out.writeLong(reward.step());
    out.writeLong(reward.time());
    out.writeDouble(reward.value());
    RawRecords.write(reward.raw(), out);
  }

  private static Reward readReward(DataInput in) throws IOException {
    return new Reward(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        RawRecords.readRaw(in));
  }

  static void write(Rewarded rewarded, DataOutput out) throws IOException {
    write(rewarded.reward(), out);
    out.writeBoolean(rewarded.late());
  }

  static Rewarded readRewarded(DataInput in) throws IOException {
    return new Rewarded(readReward(in), in.readBoolean());
  }

  static void write(LogEntry entry, DataOutput out) throws IOException {
    out.writeBoolean(entry instanceof Transition);
    if (entry instanceof Transition transition) {
      write(transition, out);
    } else if (entry instanceof Correction correction) {
      Texts.write(correction.environment(), out);
      out.writeLong(correction.episode());
      out.writeLong(correction.step());
      out.writeLong(correction.time());
      out.writeDouble(correction.reward());
      out.writeDouble(correction.insteadOf());
    }
  }

  static LogEntry readEntry(DataInput in) throws IOException {
    return in.readBoolean()
        ? readTransition(in)
        : new Correction(
            Texts.read(in),
            in.readLong(),
            in.readLong(),
            in.readLong(),
            in.readDouble(),
            in.readDouble());
  }

  static void write(Observation observation, DataOutput out) throws IOException {
    Texts.write(observation.environment(), out);
    out.writeLong(observation.episode());
    out.writeLong(observation.step());
    out.writeLong(observation.time());
    Numbers.write(observation.values(), out);
    out.writeDouble(observation.reward());
    out.writeBoolean(observation.terminated());
    out.writeBoolean(observation.truncated());
    out.writeBoolean(observation.taken() != null);
    if (observation.taken() != null) {
      out.writeInt(observation.taken().action());
      out.writeDouble(observation.taken().probability());
      out.writeLong(observation.taken().policyVersion());
    }
    RawRecords.write(observation.raw(), out);
  }

  static Observation readObservation(DataInput in) throws IOException {
    return new Observation(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        Numbers.read(in),
        in.readDouble(),
        in.readBoolean(),
        in.readBoolean(),
        in.readBoolean() ? new Taken(in.readInt(), in.readDouble(), in.readLong()) : null,
        RawRecords.readRaw(in));
  }

  static void write(Newest newest, DataOutput out) throws IOException {
    out.writeLong(newest.episode());
    out.writeLong(newest.step());
    out.writeLong(newest.time());
    Numbers.write(newest.values(), out);
    out.writeBoolean(newest.ended());
  }

  static Newest readNewest(DataInput in) throws IOException {
    return new Newest(
        in.readLong(), in.readLong(), in.readLong(), Numbers.read(in), in.readBoolean());
  }

  static void write(Decision decision, DataOutput out) throws IOException {
    Texts.write(decision.environment(), out);
    out.writeLong(decision.episode());
    out.writeLong(decision.step());
    out.writeLong(decision.time());
    out.writeInt(decision.action());
    out.writeDouble(decision.probability());
    out.writeLong(decision.policyVersion());
    Numbers.write(decision.values(), out);
  }

  static Decision readDecision(DataInput in) throws IOException {
    return new Decision(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readDouble(),
        in.readLong(),
        Numbers.read(in));
  }

  static void write(Transition transition, DataOutput out) throws IOException {
    Texts.write(transition.environment(), out);
    out.writeLong(transition.episode());
    out.writeLong(transition.step());
    out.writeLong(transition.time());
    Numbers.write(transition.observation(), out);
    out.writeInt(transition.action());
    out.writeDouble(transition.probability());
    out.writeLong(transition.policyVersion());
    out.writeDouble(transition.reward());
    Numbers.write(transition.next(), out);
    out.writeBoolean(transition.terminated());
    out.writeBoolean(transition.truncated());
  }

  static Transition readTransition(DataInput in) throws IOException {
    return new Transition(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        Numbers.read(in),
        in.readInt(),
        in.readDouble(),
        in.readLong(),
        in.readDouble(),
        Numbers.read(in),
        in.readBoolean(),
        in.readBoolean());
  }

  static void write(Logged logged, DataOutput out) throws IOException {
    out.writeBoolean(logged instanceof Logged.Fit);
    if (logged instanceof Logged.Fit fit) {
      write(fit.entry(), out);
    } else if (logged instanceof Logged.Unfit unfit) {
      Texts.write(unfit.reason(), out);
    }
    RawRecords.write(logged.raw(), out);
  }

  static Logged readLogged(DataInput in) throws IOException {
    if (in.readBoolean()) {
      return new Logged.Fit(readEntry(in), RawRecords.readRaw(in));
    }
    String reason = Texts.read(in);
    return new Logged.Unfit(RawRecords.readRaw(in), reason);
  }

  static void write(AgentProgress progress, DataOutput out) throws IOException {
    Texts.write(progress.agent(), out);
    out.writeLong(progress.time());
    out.writeLong(progress.transitions());
    out.writeLong(progress.episodes());
    out.writeDouble(progress.meanReturn());
    out.writeDouble(progress.meanLength());
    out.writeLong(progress.policyVersion());
    out.writeLong(progress.refused());
    out.writeLong(progress.repeated());
    out.writeLong(progress.interrupted());
    out.writeLong(progress.corrected());
    Numbers.write(progress.figures(), out);
  }

  static AgentProgress readProgress(DataInput in) throws IOException {
    return new AgentProgress(
        Texts.read(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readDouble(),
        in.readDouble(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        new TreeMap<>(Numbers.readFigures(in)));
  }
}
