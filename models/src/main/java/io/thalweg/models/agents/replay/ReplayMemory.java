package io.thalweg.models.agents.replay;

import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.replay.ReplaySettings.Storage;
import io.thalweg.models.features.Batch;
import io.thalweg.models.random.CounterDraws;
import io.thalweg.models.random.Generator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest transitions, to learn from again (Lin, 1992), each with its n-step return: a ring that
 * forgets the oldest. Draws are uniform, or proportional to priorities (Schaul et al., 2016); they
 * are a function of memory and generator.
 *
 * <p>Sequences are not stored: a memory that is linked finds the transitions that led to one by
 * walking back from it, so that each observation stands in it as often as without them.
 *
 * <p>Price: all memory is allocated at once ({@link ReplaySettings#bytes}); a transition is added
 * in O(1), with priorities O(log capacity) as each draw. A snapshot writes the chunks of about 64
 * KB that changed since the last one; priorities are in chunks of their own, for they change
 * everywhere. What is restored equals the original bit for bit. Not thread-safe.
 */
public final class ReplayMemory {
  private static final byte FORMAT = 2;
  private static final int PRIORITY_SHIFT = 13;

  private final ReplaySettings settings;
  private final int shift;
  private final int mask;
  private final Segment[] segments;
  private final Chunks chunks;
  private final Chunks.Content content = new Content();

  /** Of streams that have sent something; none where a return has one step. */
  private final NStepWindow[] windows;

  /** Null: transitions do not know each other. */
  private final Trails trails;

  /** Null: draws are uniform. */
  private final SumTree tree;

  /** Slots by the keys of their first steps; null: nobody asks. */
  private final Map<Long, Integer> slots;

  private long added;
  private double highest = 1;

  /**
   * An empty memory.
   *
   * @throws IllegalArgumentException if the heap has no room for it
   */
  public ReplayMemory(ReplaySettings settings) {
    settings.requireRoom(Runtime.getRuntime().maxMemory());
    this.settings = settings;
    shift = Segment.shift(settings);
    mask = (1 << shift) - 1;
    segments = new Segment[((settings.capacity() - 1) >> shift) + 1];
    for (int i = 0; i < segments.length; i++) {
      int slots = Math.min(1 << shift, settings.capacity() - (i << shift));
      segments[i] = new Segment(slots, settings);
    }
    trails = settings.linked() ? new Trails(settings.streams()) : null;
    slots = settings.correctable() ? new HashMap<>() : null;
    boolean prioritised = settings.priorities() != null;
    tree = prioritised ? new SumTree(settings.capacity()) : null;
    int ofPriorities = prioritised ? ((settings.capacity() - 1) >> PRIORITY_SHIFT) + 1 : 0;
    chunks = new Chunks(segments.length + ofPriorities);
    windows = new NStepWindow[settings.steps() == 1 ? 0 : settings.streams()];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = new NStepWindow(settings.steps(), settings.inputs(), settings.discount());
    }
  }

  /** Transitions in it. */
  public int size() {
    return (int) Math.min(added, settings.capacity());
  }

  /** Transitions ever added; those whose return is not complete yet are not. */
  public long added() {
    return added;
  }

  /** What it cannot store of a transition that is right otherwise; empty: nothing. */
  public Optional<String> flaw(Transition transition) {
    boolean held =
        settings.storage() == Storage.FLOATS
            || (Rows.Bytes.hold(transition.observation()) && Rows.Bytes.hold(transition.next()));
    return held
        ? Optional.empty()
        : Optional.of("observation of other numbers than whole ones from 0 to 255 found");
  }

  /**
   * Takes a step of an environment on; it, and those before it, come in as their returns are
   * complete.
   *
   * @param transition without flaw
   * @param stream of which environment, from 0
   */
  public void observe(Transition transition, int stream) {
    if (stream < 0 || stream >= settings.streams()) {
      throw new IllegalArgumentException(
          "stream %d found, 0 to %d expected".formatted(stream, settings.streams() - 1));
    }
    long key = slots == null || transition.at() == null ? 0 : key(transition.at());
    if (windows.length == 0) {
      float bootstrap = transition.terminated() ? 0 : (float) settings.discount();
      add(
          transition.observation(),
          0,
          transition.action(),
          transition.reward(),
          transition.next(),
          bootstrap,
          key,
          1);
      if (trails != null) {
        link(transition, stream);
      }
    } else {
      windows[stream].take(transition, key, this::add);
    }
  }

  /** To the one before, if that led to where this begins; else something between them is lost. */
  private void link(Transition transition, int stream) {
    long number = added - 1;
    int slot = slot(number);
    boolean follows = trails.runs(stream) && follows(transition, trails.newest(stream));
    long distance = follows ? number - trails.newest(stream) : 0;
    segments[slot >> shift].befores[slot & mask] = (int) Math.min(distance, Integer.MAX_VALUE);
    if (transition.ends()) {
      trails.end(stream);
    } else {
      trails.go(stream, number);
    }
  }

  /** What is forgotten already has nothing against it. */
  private boolean follows(Transition transition, long before) {
    int slot = slot(before);
    return added - 1 - before >= settings.capacity()
        || segments[slot >> shift].nexts.holds(slot & mask, transition.observation());
  }

  private int slot(long number) {
    return (int) (number % settings.capacity());
  }

  /** Hears that a stream's next step does not follow its last. */
  public void interrupt(int stream) {
    if (trails != null) {
      trails.end(stream);
    }
    if (windows.length > 0) {
      windows[stream].interrupt(this::add);
    }
  }

  private static long key(Moment at) {
    return CounterDraws.bits(0, at.environment(), at.episode(), at.step(), 0);
  }

  /**
   * Corrects the reward of a step, in every return that it is part of.
   *
   * @param stream of the step
   * @return whether it is part of any
   * @throws IllegalStateException if the settings say that rewards are final
   */
  public boolean correct(Moment at, float difference, int stream) {
    if (slots == null) {
      throw new IllegalStateException("memory of final rewards found, a correctable one expected");
    }
    boolean corrected = windows.length > 0 && windows[stream].correct(key(at), difference);
    double share = difference;
    long first = Math.max(0, at.step() - settings.steps() + 1);
    for (long step = at.step(); step >= first; step--) {
      Integer slot = slots.get(key(new Moment(at.environment(), at.episode(), step)));
      if (slot != null) {
        Segment segment = segments[slot >> shift];
        if (segment.lengths[slot & mask] > at.step() - step) {
          segment.rewards[slot & mask] += (float) share;
          chunks.change(slot >> shift);
          corrected = true;
        }
      }
      share *= settings.discount();
    }
    return corrected;
  }

  private void add(
      float[] observations,
      int offset,
      int action,
      float sum,
      float[] next,
      float discount,
      long key,
      int length) {
    int slot = slot(added++);
    Segment segment = segments[slot >> shift];
    int place = slot & mask;
    segment.observations.put(place, observations, offset);
    segment.nexts.put(place, next, 0);
    segment.actions[place] = action;
    segment.rewards[place] = sum;
    segment.discounts[place] = discount;
    if (slots != null) {
      index(slot, key, length);
    }
    chunks.change(slot >> shift);
    if (tree != null) {
      prioritise(slot, highest);
    }
  }

  private void index(int slot, long key, int length) {
    Segment segment = segments[slot >> shift];
    if (added > settings.capacity()) {
      slots.remove(segment.keys[slot & mask], slot);
    }
    segment.keys[slot & mask] = key;
    segment.lengths[slot & mask] = length;
    slots.put(key, slot);
  }

  private void prioritise(int slot, double priority) {
    tree.set(slot, priority);
    chunks.change(segments.length + (slot >> PRIORITY_SHIFT));
  }

  /**
   * Draws transitions, each from all. With priorities, the sum of all is cut in equal ranges and
   * one is drawn from each; a transition i of probability P(i) weighs (N P(i))^−β, over the
   * greatest of those drawn (Schaul et al., 2016, algorithm 1).
   *
   * @param beta how far the weights make up for the unequal draws, 0 to 1
   * @throws IllegalStateException if the memory is empty
   */
  public void draw(Generator generator, double beta, Draws draws) {
    if (size() == 0) {
      throw new IllegalStateException("empty memory found, at least one transition expected");
    }
    if (tree == null) {
      for (int i = 0; i < draws.count(); i++) {
        draws.slots[i] = generator.nextInt(size());
      }
      Arrays.fill(draws.weights, 1);
    } else {
      drawByPriority(generator, beta, draws);
    }
  }

  private void drawByPriority(Generator generator, double beta, Draws draws) {
    double range = tree.total() / draws.count();
    double least = Double.MAX_VALUE;
    for (int i = 0; i < draws.count(); i++) {
      draws.slots[i] = tree.find((i + generator.nextDouble()) * range);
      least = Math.min(least, tree.get(draws.slots[i]));
    }
    // N and the sum of all are the same for each, and fall out.
    for (int i = 0; i < draws.count(); i++) {
      draws.weights[i] = (float) StrictMath.pow(least / tree.get(draws.slots[i]), beta);
    }
  }

  /**
   * Gives drawn transitions the priority of their errors; without priorities, does nothing. Call it
   * before the next transition comes.
   *
   * @param errors one per transition, finite; their sign does not count
   */
  public void learned(Draws draws, double[] errors) {
    if (tree == null) {
      return;
    }
    for (int i = 0; i < draws.count(); i++) {
      double error = Math.abs(errors[i]) + settings.priorities().epsilon();
      double priority = StrictMath.pow(error, settings.priorities().alpha());
      highest = Math.max(highest, priority);
      prioritise(draws.slots[i], priority);
    }
  }

  /**
   * Halves the priorities of drawn transitions from which nothing could be learned, down to that of
   * no error, lest one of them spoil every draw; without priorities, does nothing.
   */
  public void refused(Draws draws) {
    if (tree == null) {
      return;
    }
    ReplaySettings.Priorities priorities = settings.priorities();
    double least = StrictMath.pow(priorities.epsilon(), priorities.alpha());
    for (int i = 0; i < draws.count(); i++) {
      double priority = tree.get(draws.slots[i]);
      prioritise(draws.slots[i], Math.min(priority, Math.max(least, priority / 2)));
    }
  }

  /**
   * The transitions that led to one in its episode, as far back as they are remembered and follow
   * each other; of a memory that is linked.
   *
   * @param sequence filled with their slots, the newest first; the slot itself is the first of them
   * @return how many, 1 to as many as there is room for
   */
  public int sequence(int slot, int[] sequence) {
    int at = slot;
    int older = size() - 1 - (int) Math.floorMod(added - 1 - slot, (long) settings.capacity());
    int count = 1;
    sequence[0] = at;
    while (count < sequence.length) {
      int before = segments[at >> shift].befores[at & mask];
      if (before <= 0 || before > older) {
        return count;
      }
      older -= before;
      at = Math.floorMod(at - before, settings.capacity());
      sequence[count++] = at;
    }
    return count;
  }

  /** Whether none came before it in its episode, of a memory that is linked. */
  public boolean begins(int slot) {
    return segments[slot >> shift].befores[slot & mask] == 0;
  }

  /** What the action was chosen from, from {@code offset} on. */
  public void observation(int slot, float[] into, int offset) {
    segments[slot >> shift].observations.get(slot & mask, into, offset);
  }

  /** Where it led to, from {@code offset} on. */
  public void next(int slot, float[] into, int offset) {
    segments[slot >> shift].nexts.get(slot & mask, into, offset);
  }

  /** Adds what the action was chosen from to a batch. */
  public void addObservation(int slot, Batch batch) {
    segments[slot >> shift].observations.addTo(batch, slot & mask);
  }

  /** Adds where it led to, after the return's steps. */
  public void addNext(int slot, Batch batch) {
    segments[slot >> shift].nexts.addTo(batch, slot & mask);
  }

  public int action(int slot) {
    return segments[slot >> shift].actions[slot & mask];
  }

  /** The discounted rewards of the return's steps. */
  public float reward(int slot) {
    return segments[slot >> shift].rewards[slot & mask];
  }

  /** What the value of where it led to is multiplied with; 0 where the episode terminated. */
  public float discount(int slot) {
    return segments[slot >> shift].discounts[slot & mask];
  }

  /**
   * Writes all but the chunks.
   *
   * @return the chunks that changed since the last snapshot, by number
   */
  public Map<Integer, byte[]> snapshot(DataOutput out) throws IOException {
    out.writeByte(FORMAT);
    out.writeUTF(settings.toString());
    out.writeLong(added);
    out.writeDouble(highest);
    for (NStepWindow window : windows) {
      window.write(out);
    }
    if (trails != null) {
      trails.write(out);
    }
    return chunks.snapshot(out, content);
  }

  /**
   * Becomes what another memory was; where it throws, this one is of no use any more.
   *
   * @param written for each chunk number, the newest that snapshots gave up to then
   * @throws IOException if the bytes are corrupt
   * @throws IllegalArgumentException if that memory had other settings
   */
  public void restore(DataInput in, Collection<byte[]> written) throws IOException {
    byte format = in.readByte();
    if (format != FORMAT) {
      throw new IOException("replay format %d found, %d expected".formatted(format, FORMAT));
    }
    String other = in.readUTF();
    if (!other.equals(settings.toString())) {
      throw new IllegalArgumentException(
          "a memory of %s found, %s expected: begin anew, or with the settings of the state"
              .formatted(other, settings));
    }
    added = in.readLong();
    highest = in.readDouble();
    if (added < 0 || !(highest >= 1 && highest <= Double.MAX_VALUE)) {
      throw new IOException(
          "memory after %d transitions of priorities up to %s found".formatted(added, highest));
    }
    for (NStepWindow window : windows) {
      window.read(in);
    }
    if (trails != null) {
      trails.read(in, added);
    }
    chunks.restore(in, written, content);
    for (int slot = 0; slots != null && slot < size(); slot++) {
      slots.put(segments[slot >> shift].keys[slot & mask], slot);
    }
    if (tree != null) {
      tree.sum();
    }
  }

  /** Slots of a chunk that are filled. */
  private int filled(int chunk, int chunkShift) {
    return (int) Math.max(0, Math.min(1L << chunkShift, size() - ((long) chunk << chunkShift)));
  }

  /** First the segments, then the priorities. */
  private final class Content implements Chunks.Content {
    @Override
    public int size(int chunk) {
      return chunk < segments.length
          ? filled(chunk, shift) * (int) settings.bytesPerSlot()
          : filled(chunk - segments.length, PRIORITY_SHIFT) * Double.BYTES;
    }

    @Override
    public void write(int chunk, ByteBuffer bytes) {
      if (chunk < segments.length) {
        segments[chunk].write(filled(chunk, shift), bytes);
        return;
      }
      int first = (chunk - segments.length) << PRIORITY_SHIFT;
      for (int i = 0; i < filled(chunk - segments.length, PRIORITY_SHIFT); i++) {
        bytes.putDouble(tree.get(first + i));
      }
    }

    @Override
    public void read(int chunk, ByteBuffer bytes) throws IOException {
      if (chunk < segments.length) {
        segments[chunk].read(filled(chunk, shift), bytes);
        return;
      }
      int first = (chunk - segments.length) << PRIORITY_SHIFT;
      for (int i = 0; i < filled(chunk - segments.length, PRIORITY_SHIFT); i++) {
        double priority = bytes.getDouble();
        if (!(priority > 0 && priority <= highest)) {
          throw new IOException("priority %s of slot %d found".formatted(priority, first + i));
        }
        tree.put(first + i, priority);
      }
    }
  }
}
