package io.thalweg.models.plan;

import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Circuit.Use;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.random.Generator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * A network that is ready to run: prediction and gradient on oneDNN, one native thread if the
 * environment variable OMP_NUM_THREADS says so.
 *
 * <p>A prediction is a function of parameters and window: the same bits in any company. Training is
 * deterministic: same parameters, batch and generator, same bits. Kernels are made at the first
 * batch of a shape (milliseconds; training wants each number of rows its own, prediction rounds it
 * up to a power of two) and remembered for {@value #SHAPES} shapes; after that nothing is
 * allocated. Memory outside the heap is freed by {@link #close}. Not thread-safe, but bound to no
 * thread either.
 */
public final class Plan implements AutoCloseable {
  private static final int SHAPES = 12;

  /** Rows are the width of an image there, and for a narrow one oneDNN sums in another order. */
  private static final int LEAST_CONVOLVED = 16;

  private final Outline outline;
  private final int steps;
  private final int rows;
  private final int leastRoom;
  private final Arena arena = new Arena();
  private final stream queue;
  private final Parameters parameters;
  private final OutputHead head;
  private final int headOffset;
  private final Map<Shape, Circuit> circuits = new LinkedHashMap<>(16, 0.75f, true);
  private long loaded;

  private record Shape(int rows, Use use) {}

  /**
   * @param steps longest window
   * @param rows most windows at a time
   */
  public Plan(Outline outline, int steps, int rows) {
    outline.requireSteps(steps);
    this.outline = outline;
    this.steps = steps;
    this.rows = rows;
    boolean convolved = outline.layers().stream().anyMatch(StepConvolution.class::isInstance);
    leastRoom = convolved ? LEAST_CONVOLVED : 1;
    head = new OutputHead(outline.head(), outline.features());
    headOffset = outline.size() - outline.head().size(outline.features());
    try (PointerScope temporary = new PointerScope()) {
      queue = Processor.queue(arena);
      parameters = new Parameters(arena.floats(outline.size()), arena.floats(outline.size()));
    }
  }

  /**
   * Compiles what a DL4J network is configured as.
   *
   * @param steps longest window; 1 where the network reads no sequences
   * @param rows most windows at a time
   * @return the plan, or the first layer that it cannot compute
   */
  public static Compilation compile(MultiLayerConfiguration configuration, int steps, int rows) {
    try {
      Outline outline = new Dl4jConfiguration(configuration, true).outline();
      return new Compiled(new Plan(outline, steps, rows), new Dl4jOrder(outline));
    } catch (Dl4jConfiguration.UnsupportedException unsupported) {
      return unsupported.result();
    }
  }

  /** oneDNN's version and the widest instructions that it uses on this processor. */
  public static String version() {
    return Processor.version();
  }

  /** Numbers in the parameters, in the order of the {@link Outline}. */
  public int size() {
    return outline.size();
  }

  /** Takes these parameters on (copies them). */
  public void load(float[] values) {
    parameters.values().put(0, values, 0, size());
    head.load(values, headOffset);
    loaded++;
  }

  /**
   * Predicts; from a head on every step, at the newest.
   *
   * @param outputs filled for each row of the batch, [row, output]: a softmax's are the classes'
   *     probabilities
   */
  public void predict(Batch batch, float[][] outputs) {
    head.predict(forward(batch), batch, outputs);
  }

  /**
   * What the head reads: the units of the last layer before it; from a head on every step, at the
   * newest. As a prediction, the same bits in any company.
   *
   * @param features filled for each row of the batch, [row, {@link Outline#features}]
   */
  public void features(Batch batch, float[][] features) {
    head.features(forward(batch), batch, features);
  }

  /**
   * Predicts at every step.
   *
   * @param outputs filled for each step of each row that the batch does not leave empty, [row,
   *     step, output], steps as in the batch
   * @throws IllegalStateException if the head stands on one vector
   */
  public void predictSteps(Batch batch, float[][][] outputs) {
    if (!outline.head().everyStep()) {
      throw new IllegalStateException("head on one vector found, one on every step expected");
    }
    head.predictSteps(forward(batch), batch, outputs);
  }

  private Signal forward(Batch batch) {
    int alike = Processor.rowsAlike();
    int most = (Math.max(leastRoom, rows) + alike - 1) / alike * alike;
    int room = Math.min(room(Math.max(leastRoom, batch.count())), most);
    Circuit circuit = circuit(new Shape(room, Use.PREDICTION));
    circuit.forward(batch, loaded, queue);
    return circuit.output();
  }

  /**
   * Predicts, faster where many rows go through small layers; for learners, which need no more than
   * the same bits for the same batch. In other company a row may have other ones.
   *
   * @param outputs as of {@link #predict}
   */
  public void predictTogether(Batch batch, float[][] outputs) {
    Circuit circuit = circuit(new Shape(batch.count(), Use.PREDICTION_TOGETHER));
    circuit.forward(batch, loaded, queue);
    head.predict(circuit.output(), batch, outputs);
  }

  /** As below, with one class per row of the batch. */
  public double gradient(
      Batch batch, int[] labels, float[] weights, Generator chance, float[] gradient) {
    return gradient(batch, new Targets.Classes(labels), weights, chance, gradient);
  }

  /**
   * The gradient of the mean over the batch of weight × loss, in training mode. With a head on
   * every step, a row's loss is the sum over its steps whose target is known, so that the mean is
   * over rows, not steps: as DL4J normalises the score of an {@code RnnOutputLayer}, masked or not.
   *
   * @param targets of the rows of the batch, or of their steps
   * @param weights how much each row counts, at least 0; 1: once
   * @param chance where dropout is drawn from
   * @param gradient filled, in the order of the parameters
   * @return mean of weight × loss; cross-entropy is in nats
   */
  public double gradient(
      Batch batch, Targets targets, float[] weights, Generator chance, float[] gradient) {
    Circuit circuit = trained(batch, chance);
    double loss = head.learn(circuit.output(), batch, targets, weights);
    backward(circuit, gradient);
    return loss;
  }

  /** As above, with a loss of the scores that is not the head's own. */
  public double gradient(
      Batch batch, Objective objective, float[] weights, Generator chance, float[] gradient) {
    Circuit circuit = trained(batch, chance);
    double loss = head.learn(circuit.output(), batch, objective, weights);
    backward(circuit, gradient);
    return loss;
  }

  private Circuit trained(Batch batch, Generator chance) {
    Circuit circuit = circuit(new Shape(batch.count(), Use.TRAINING));
    circuit.draw(batch, chance);
    circuit.forward(batch, loaded, queue);
    return circuit;
  }

  private void backward(Circuit circuit, float[] gradient) {
    parameters.gradient().clear();
    circuit.backward(queue);
    parameters.gradient().get(0, gradient, 0, headOffset);
    head.storeGradient(gradient, headOffset);
  }

  /**
   * Rows to predict so many with: a few shapes serve all, and in each of them all rows are computed
   * alike.
   */
  static int room(int count) {
    int room = Processor.rowsAlike();
    while (room < count) {
      room = Math.multiplyExact(room, 2);
    }
    return room;
  }

  private Circuit circuit(Shape shape) {
    Circuit known = circuits.get(shape);
    if (known != null) {
      return known;
    }
    if (circuits.size() == SHAPES) {
      Iterator<Circuit> longestUnused = circuits.values().iterator();
      longestUnused.next().close();
      longestUnused.remove();
    }
    Circuit made = new Circuit(outline, parameters, steps, shape.rows, shape.use);
    circuits.put(shape, made);
    return made;
  }

  /**
   * Sequences to be answered step by step.
   *
   * @param sequences how many, at least 1
   * @throws IllegalArgumentException if the network has other layers than recurrent and dense ones
   */
  public Steps steps(int sequences) {
    return new Steps(outline, parameters, head, queue, () -> loaded, sequences);
  }

  /** Frees everything outside the heap; the plan is of no use any more. */
  @Override
  public void close() {
    circuits.values().forEach(Circuit::close);
    circuits.clear();
    arena.close();
  }
}
