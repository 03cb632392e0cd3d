package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Transition;
import io.thalweg.jobs.stream.Texts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environments that a learner hears from: how far each is, and which of the agent's streams is
 * its own. The one that was silent for longest gives its stream to a new one. All is a function of
 * the transitions and their order. Not thread-safe.
 */
final class Streams {
  /** Environments whose place is remembered though they have no stream any more. */
  private static final int REMEMBERED = 1 << 16;

  private static final int NONE = -1;

  /** What a transition is to the one before it of its environment. */
  enum Follows {
    /** The next step, or the beginning of an episode after the end of one. */
    NEXT,
    /** Something between is lost. */
    GAP,
    /** It was there before. */
    REPEATED
  }

  /** An environment. */
  static final class Stream {
    private int number = NONE;
    private long episode;
    private long step = -1;
    private long time = Long.MIN_VALUE;
    private boolean ended = true;
    private boolean whole;
    private double sum;
    private long length;

    /** Of the agent's streams. */
    int number() {
      return number;
    }

    /** Whether the episode was seen from its first step. */
    boolean whole() {
      return whole;
    }

    /** Rewards of the episode as far as it was seen. */
    double sum() {
      return sum;
    }

    /** Steps of the episode that were seen. */
    long length() {
      return length;
    }

    Follows follows(Transition transition) {
      if (step < 0) {
        return Follows.NEXT;
      }
      if (transition.time() < time || (isBehind(transition) && !beginsAnew(transition))) {
        return Follows.REPEATED;
      }
      boolean next =
          ended
              ? transition.step() == 0
              : transition.episode() == episode && transition.step() == step + 1;
      return next ? Follows.NEXT : Follows.GAP;
    }

    private boolean isBehind(Transition transition) {
      return transition.episode() < episode
          || (transition.episode() == episode && transition.step() <= step);
    }

    private boolean beginsAnew(Transition transition) {
      return transition.step() == 0 && transition.episode() < episode && transition.time() > time;
    }

    void take(Transition transition, Follows follows) {
      if (transition.step() == 0) {
        whole = true;
        sum = 0;
        length = 0;
      } else if (follows == Follows.GAP || step < 0) {
        whole = false;
      }
      episode = transition.episode();
      step = transition.step();
      time = transition.time();
      ended = transition.ends();
      sum += transition.reward();
      length++;
    }

    private void write(DataOutput out) throws IOException {
      out.writeInt(number);
      out.writeLong(episode);
      out.writeLong(step);
      out.writeLong(time);
      out.writeBoolean(ended);
      out.writeBoolean(whole);
      out.writeDouble(sum);
      out.writeLong(length);
    }

    private static Stream read(DataInput in) throws IOException {
      Stream stream = new Stream();
      stream.number = in.readInt();
      stream.episode = in.readLong();
      stream.step = in.readLong();
      stream.time = in.readLong();
      stream.ended = in.readBoolean();
      stream.whole = in.readBoolean();
      stream.sum = in.readDouble();
      stream.length = in.readLong();
      return stream;
    }
  }

  private final int count;

  /** The one that was silent for longest first. */
  private final Map<String, Stream> streams = new LinkedHashMap<>();

  private final Deque<Integer> free = new ArrayDeque<>();

  /**
   * @param count streams that the agent tells apart
   */
  Streams(int count) {
    this.count = count;
    for (int number = 0; number < count; number++) {
      free.add(number);
    }
  }

  /** Of an environment; a new one that has shown nothing. */
  Stream of(String environment) {
    Stream stream = streams.remove(environment);
    if (stream == null) {
      forgetOne();
      stream = new Stream();
    }
    streams.put(environment, stream);
    return stream;
  }

  /** Of an environment that has shown something; null: none. */
  Stream known(String environment) {
    return streams.get(environment);
  }

  private void forgetOne() {
    if (streams.size() >= Math.max(REMEMBERED, count)) {
      Stream eldest = streams.remove(streams.keySet().iterator().next());
      if (eldest.number != NONE) {
        free.add(eldest.number);
      }
    }
  }

  /**
   * Makes sure that an environment has a stream of the agent.
   *
   * @return whether it was another environment's before, or may have been
   */
  boolean assign(Stream stream) {
    if (stream.number != NONE) {
      return false;
    }
    if (free.isEmpty()) {
      Stream silent = silent();
      free.add(silent.number);
      silent.number = NONE;
    }
    stream.number = free.remove();
    return true;
  }

  private Stream silent() {
    return streams.values().stream()
        .filter(stream -> stream.number != NONE)
        .findFirst()
        .orElseThrow();
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(streams.size());
    for (Map.Entry<String, Stream> entry : streams.entrySet()) {
      Texts.write(entry.getKey(), out);
      entry.getValue().write(out);
    }
    out.writeInt(free.size());
    for (int number : free) {
      out.writeInt(number);
    }
  }

  void read(DataInput in) throws IOException {
    streams.clear();
    for (int n = in.readInt(); n > 0; n--) {
      streams.put(Texts.read(in), Stream.read(in));
    }
    free.clear();
    for (int n = in.readInt(); n > 0; n--) {
      free.add(in.readInt());
    }
  }
}
