package io.thalweg.models.learning;

import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Row;
import io.thalweg.models.learning.Update.Applied;
import io.thalweg.models.learning.Update.Refused;
import io.thalweg.models.network.Network;
import io.thalweg.models.network.Networks;
import io.thalweg.models.random.Generator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A network that learns from a stream: parameters, updater, normaliser, dictionaries, rehearsal
 * memory, generator, counters and pending examples as one deterministic state machine.
 *
 * <p>The same calls give the same state, bit for bit; a learner restored from {@link #core} and the
 * chunks of its rehearsal memory goes on as the original would, at whatever moment they were taken.
 * An update that diverges is refused: then all is as before its batch. Not thread-safe.
 */
public final class Learner implements AutoCloseable {
  /** Parameters beyond this have diverged: within it, no forward pass overflows. */
  static final float BOUND = 1e9f;

  private static final Format FORMAT = new Format("learner", 0x5457_4c45, 3);

  private final ModelSpec spec;
  private final Learning learning;
  private final Network network;
  private final Encoder encoder;
  private final Batch batch;
  private final Inference inference;
  private final Optimiser optimiser;
  private final Generator generator;
  private final List<Example> pending = new ArrayList<>();
  private final List<Example> rehearsed = new ArrayList<>();
  private final Labels labels;
  private final float[] weights;
  private final float[] classWeights;
  private final float[] parameters;
  private final float[] gradient;
  private final float[] parametersBefore;
  private final Optimiser optimiserBefore;
  private Rehearsal rehearsal;
  private long version;
  private long examples;
  private long generatorBefore;

  private Learner(ModelSpec spec, int rows) {
    this.spec = spec;
    learning = spec.learning();
    network = Networks.create(spec.network(), spec.learnedDimensions(), rows);
    encoder = spec.initialEncoder();
    batch = new Batch(rows, network.steps(), encoder.inputs());
    inference = new Inference(spec, network, batch);
    parameters = network.fromDl4j(spec.initialParameters());
    parametersBefore = new float[parameters.length];
    gradient = new float[parameters.length];
    optimiser = new Optimiser(learning, parameters.length);
    optimiserBefore = new Optimiser(learning, parameters.length);
    generator = new Generator(~learning.seed());
    rehearsal = new Rehearsal(learning.rehearsal());
    labels = new Labels(spec, rows, network.steps());
    weights = new float[rows];
    classWeights = classWeights(spec);
    network.load(parameters);
  }

  private static float[] classWeights(ModelSpec spec) {
    List<Double> given = spec.learning().classWeights();
    float[] weights = new float[given.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = given.get(i).floatValue();
    }
    return weights;
  }

  /**
   * A learner that has learned nothing: version 0, the network as its seed makes it or its start
   * brings it.
   */
  public static Learner create(ModelSpec spec) {
    return new Learner(spec, spec.rows());
  }

  /**
   * A learner that goes on where another was when its {@link #core} was taken. How it learns may
   * have changed since (another updater starts afresh, a smaller rehearsal memory keeps the
   * newest).
   *
   * @param rehearsalChunks for each chunk number, the newest bytes that {@link #takeChangedChunks}
   *     gave up to then
   * @throws IllegalArgumentException with the reason, if the bytes are corrupt or of a learner with
   *     another fingerprint
   */
  public static Learner restore(ModelSpec spec, byte[] core, Collection<byte[]> rehearsalChunks) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(core));
    Learner learner = null;
    try {
      FORMAT.check(spec, in);
      int waiting = in.readInt();
      if (waiting < 0 || waiting > in.available()) {
        throw new IOException(waiting + " pending examples found");
      }
      learner = new Learner(spec, Math.max(spec.rows(), waiting));
      learner.read(in, waiting, rehearsalChunks);
      FORMAT.checkEnd(in);
      return learner;
    } catch (IOException e) {
      if (learner != null) {
        learner.close();
      }
      throw FORMAT.corrupt(e);
    }
  }

  private void read(DataInputStream in, int waiting, Collection<byte[]> chunks) throws IOException {
    ExampleReader reader = new ExampleReader(in);
    for (int i = 0; i < waiting; i++) {
      pending.add(reader.read());
    }
    version = in.readLong();
    examples = in.readLong();
    generator.reset(in.readLong());
    encoder.read(in);
    Vectors.read(parameters, in, network::fromDl4j);
    optimiser.read(in, network::fromDl4j);
    long added = in.readLong();
    rehearsal = Rehearsal.restore(learning.rehearsal(), added, in.readInt(), chunks);
    network.load(parameters);
  }

  /** Updates applied; 0 is the network as it begins. */
  public long version() {
    return version;
  }

  /** Examples learned, in updates that were applied. */
  public long examples() {
    return examples;
  }

  /**
   * Predicts: a pure function of version and window, whoever shares the call.
   *
   * @param windows oldest row first, 1 row or more each; of a longer window than the
   *     specification's steps, the newest rows count
   * @param count how many of the windows
   * @param answers filled for each of them: the probability of each class, or the number
   */
  public void predict(Row[][] windows, int count, float[][] answers) {
    inference.predict(encoder, windows, count, answers);
  }

  /**
   * Adds an example to the pending batch; it teaches at the next {@link #learn}.
   *
   * @param window of which all steps teach ({@link Learning.Steps#ALL}), each row with its label,
   *     if that is known; the newest row's counts not, {@code label} is it
   * @param label a class by its index, or the number
   * @throws IllegalStateException if the batch is full
   */
  public void add(Row[] window, double label) {
    if (full()) {
      throw new IllegalStateException("full batch found, learn() expected before the next example");
    }
    if (window.length == 0 || !spec.target().holds(label)) {
      throw new IllegalArgumentException(
          "window of %d rows with label %s found, 1 row or more and %s expected"
              .formatted(window.length, label, spec.target().labels()));
    }
    for (int i = 0; i < window.length - 1; i++) {
      double earlier = window[i].label();
      if (!Double.isNaN(earlier) && !spec.target().holds(earlier)) {
        throw new IllegalArgumentException(
            "label %s found in row %d of a window, %s expected, or NaN for none"
                .formatted(earlier, i, spec.target().labels()));
      }
    }
    pending.add(new Example(window, label));
  }

  /** Examples that wait for the next {@link #learn}. */
  public int pending() {
    return pending.size();
  }

  /** Whether as many wait as a batch has. */
  public boolean full() {
    return pending.size() >= learning.batch();
  }

  /**
   * Learns the pending examples, and empties the batch whatever comes of it. Their newest rows go
   * into the normaliser and the dictionaries; then one gradient step is made on them and the other
   * steps on draws from the rehearsal memory (on them again where it is empty); then they go into
   * that memory.
   *
   * @throws IllegalStateException if none waits
   */
  public Update learn() {
    if (pending.isEmpty()) {
      throw new IllegalStateException("no pending example found, at least one expected");
    }
    int count = pending.size();
    mark();
    try {
      Steps steps = steps();
      version++;
      examples += count;
      pending.forEach(rehearsal::add);
      return new Applied(version, count, steps.loss(), steps.norm());
    } catch (DivergedException diverged) {
      rollBack();
      return new Refused(version, count, diverged.getMessage());
    } finally {
      pending.clear();
    }
  }

  private record Steps(double loss, double norm) {}

  private Steps steps() throws DivergedException {
    pending.forEach(example -> encoder.learn(example.newest(), example.label()));
    check(encoder.finite(), "mean or variance of a feature");
    Steps first = step(pending);
    for (int i = 1; i < learning.updates(); i++) {
      step(rehearsal.size() == 0 ? pending : drawn());
    }
    return first;
  }

  private List<Example> drawn() {
    rehearsed.clear();
    for (int i = 0; i < learning.batch(); i++) {
      rehearsed.add(rehearsal.draw(generator));
    }
    return rehearsed;
  }

  private Steps step(List<Example> chosen) throws DivergedException {
    batch.clear();
    for (int i = 0; i < chosen.size(); i++) {
      encoder.encode(chosen.get(i).window(), batch);
      double label = chosen.get(i).label();
      labels.put(i, chosen.get(i), encoder);
      weights[i] = classWeights.length == 0 ? 1 : classWeights[(int) label];
    }
    double loss = network.gradient(batch, labels.targets(), weights, generator, gradient);
    check(Double.isFinite(loss), "loss");
    double norm = Vectors.norm(gradient);
    check(Double.isFinite(norm), "gradient");
    if (learning.clipNorm() > 0 && norm > learning.clipNorm()) {
      Vectors.scale(gradient, (float) (learning.clipNorm() / norm));
    }
    optimiser.step(parameters, gradient);
    check(Vectors.within(parameters, BOUND), "parameter");
    check(optimiser.finite(), "updater state");
    network.load(parameters);
    return new Steps(loss, norm);
  }

  private static void check(boolean finite, String what) throws DivergedException {
    if (!finite) {
      throw new DivergedException(what + " not finite");
    }
  }

  private void mark() {
    System.arraycopy(parameters, 0, parametersBefore, 0, parameters.length);
    optimiser.copyTo(optimiserBefore);
    encoder.mark();
    generatorBefore = generator.state();
  }

  private void rollBack() {
    System.arraycopy(parametersBefore, 0, parameters, 0, parameters.length);
    optimiserBefore.copyTo(optimiser);
    encoder.rollBack();
    generator.reset(generatorBefore);
    network.load(parameters);
  }

  /** Texts that were learned in part, because they have too many tokens; since it was made. */
  public long truncatedTexts() {
    return encoder.truncated();
  }

  /** Everything that later behaviour depends on, but the rehearsal memory's examples. */
  public byte[] core() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      FORMAT.write(spec, out);
      out.writeInt(pending.size());
      ExampleWriter writer = new ExampleWriter(out);
      for (Example example : pending) {
        writer.write(example);
      }
      out.writeLong(version);
      out.writeLong(examples);
      out.writeLong(generator.state());
      encoder.write(out);
      Vectors.write(network.toDl4j(parameters), out);
      optimiser.write(out, network::toDl4j);
      out.writeLong(rehearsal.added());
      out.writeInt(rehearsal.capacity());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The chunks of the rehearsal memory that changed since the last call: number to bytes. */
  public Map<Integer, byte[]> takeChangedChunks() {
    return rehearsal.takeChanged();
  }

  /** What predicts with this version, for a {@link Predictor}. */
  public byte[] model() {
    return new Published(encoder, network.toDl4j(parameters)).bytes(spec);
  }

  @Override
  public void close() {
    network.close();
  }
}
