package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.predictions.Figures;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.jobs.stream.Texts;
import io.thalweg.models.evaluation.Errors;
import io.thalweg.models.evaluation.Evaluation;
import io.thalweg.models.evaluation.Prequential;
import io.thalweg.models.evaluation.PrequentialErrors;
import io.thalweg.models.features.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a learner has seen so far: places, offsets, figures, publications. Part of its state. */
final class Ledger {
  private static final int FORMAT = 3;

  private final SortedMap<String, Long> learnedOffsets = new TreeMap<>();
  private final SortedMap<String, Long> batchOffsets = new TreeMap<>();
  private final TreeMap<Origin, String> names = new TreeMap<>(Ledger::comparePartitions);
  private final Evaluation evaluation;
  private Place last = Place.BEFORE_ALL;
  private long newestTime = Long.MIN_VALUE;
  private long learnedTime = Long.MIN_VALUE;
  private long batchStart = Long.MIN_VALUE;
  private long batchEnd = Long.MIN_VALUE;
  private long refused;
  private long publications;
  private long publishedVersion;
  private double loss = Double.NaN;

  private Ledger(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /**
   * A ledger without entries.
   *
   * @param firstPublication number of the first publication
   */
  static Ledger create(Target target, int window, long firstPublication) {
    var ledger = new Ledger(Evaluation.of(target, window));
    ledger.publications = firstPublication;
    return ledger;
  }

  /** The place of the newest example. */
  Place last() {
    return last;
  }

  void arrived(Assembled element) {
    last = Place.of(element);
    newestTime = Math.max(newestTime, element.time());
  }

  /** An example has joined the batch: its offset is learned from when the batch is. */
  void joined(Assembled element) {
    if (batchStart == Long.MIN_VALUE) {
      batchStart = element.time();
    }
    newestTime = Math.max(newestTime, element.time());
    batchEnd = Math.max(batchEnd, element.time());
    Origin origin = element.origin();
    String name = names.computeIfAbsent(origin, o -> o.topic() + "-" + o.partition());
    batchOffsets.merge(name, origin.offset(), Math::max);
  }

  /** Event time of the first example of the batch; {@code Long.MIN_VALUE} if there is none. */
  long batchStart() {
    return batchStart;
  }

  void applied(double newLoss) {
    loss = newLoss;
    learnedTime = Math.max(learnedTime, batchEnd);
    batchOffsets.forEach((partition, offset) -> learnedOffsets.merge(partition, offset, Math::max));
    newBatch();
  }

  void refused() {
    refused++;
    newBatch();
  }

  private void newBatch() {
    batchStart = Long.MIN_VALUE;
    batchEnd = Long.MIN_VALUE;
    batchOffsets.clear();
  }

  void evaluate(double label, float[] answer, double previousLabel) {
    evaluation.add(label, answer, previousLabel);
  }

  /** Newest offset that was learned from, by {@code topic-partition}. */
  SortedMap<String, Long> learnedOffsets() {
    return new TreeMap<>(learnedOffsets);
  }

  /** Newest offset of the batch that is being filled, by {@code topic-partition}. */
  SortedMap<String, Long> batchOffsets() {
    return new TreeMap<>(batchOffsets);
  }

  /** Newest event time that was learned from. */
  long learnedTime() {
    return learnedTime;
  }

  long publishedVersion() {
    return publishedVersion;
  }

  /** Counts a publication of {@code version} and returns its number. */
  long publish(long version) {
    publishedVersion = version;
    return publications++;
  }

  LearningProgress progress(String model, long version) {
    return new LearningProgress(
        model, newestTime, evaluation.examples(), version, refused, loss, all(), window());
  }

  private Figures all() {
    if (evaluation instanceof Prequential classes) {
      return figures(classes.all());
    }
    return figures(((PrequentialErrors) evaluation).all());
  }

  private Figures window() {
    if (evaluation instanceof Prequential classes) {
      return figures(classes.window());
    }
    return figures(((PrequentialErrors) evaluation).window());
  }

  private static Figures figures(io.thalweg.models.evaluation.Figures figures) {
    return Figures.ofClasses(
        figures.accuracy(),
        figures.noChangeAccuracy(),
        figures.kappa(),
        figures.kappaTemporal(),
        figures.logLoss());
  }

  private static Figures figures(Errors errors) {
    return Figures.ofNumbers(
        errors.meanAbsolute(),
        errors.rootMeanSquared(),
        errors.noChangeMeanAbsolute(),
        errors.skill());
  }

  private static int comparePartitions(Origin a, Origin b) {
    int topics = a.topic().compareTo(b.topic());
    return topics != 0 ? topics : Integer.compare(a.partition(), b.partition());
  }

  byte[] write() throws IOException {
    var bytes = new ByteArrayOutputStream(1024);
    var out = new DataOutputStream(bytes);
    out.writeByte(FORMAT);
    last.write(out);
    out.writeLong(newestTime);
    out.writeLong(learnedTime);
    out.writeLong(batchStart);
    out.writeLong(batchEnd);
    out.writeLong(refused);
    out.writeLong(publications);
    out.writeLong(publishedVersion);
    out.writeDouble(loss);
    write(learnedOffsets, out);
    write(batchOffsets, out);
    evaluation.write(out);
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param window examples in the sliding window from now on
   */
  static Ledger read(byte[] bytes, Target target, int window) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IOException(
          "A learner's ledger of format %d was found in the state, %d was expected: the savepoint is of another version of Thalweg"
              .formatted(format, FORMAT));
    }
    Place last = Place.read(in);
    long newestTime = in.readLong();
    long learnedTime = in.readLong();
    long batchStart = in.readLong();
    long batchEnd = in.readLong();
    long refused = in.readLong();
    long publications = in.readLong();
    long publishedVersion = in.readLong();
    double loss = in.readDouble();
    var learnedOffsets = readOffsets(in);
    var batchOffsets = readOffsets(in);
    var ledger = new Ledger(Evaluation.read(target, in).withWindow(window));
    ledger.last = last;
    ledger.newestTime = newestTime;
    ledger.learnedTime = learnedTime;
    ledger.batchStart = batchStart;
    ledger.batchEnd = batchEnd;
    ledger.refused = refused;
    ledger.publications = publications;
    ledger.publishedVersion = publishedVersion;
    ledger.loss = loss;
    ledger.learnedOffsets.putAll(learnedOffsets);
    ledger.batchOffsets.putAll(batchOffsets);
    return ledger;
  }

  private static void write(SortedMap<String, Long> offsets, DataOutputStream out)
      throws IOException {
    out.writeInt(offsets.size());
    for (var offset : offsets.entrySet()) {
      Texts.write(offset.getKey(), out);
      out.writeLong(offset.getValue());
    }
  }

  private static SortedMap<String, Long> readOffsets(DataInputStream in) throws IOException {
    var offsets = new TreeMap<String, Long>();
    for (int n = in.readInt(); n > 0; n--) {
      offsets.put(Texts.read(in), in.readLong());
    }
    return offsets;
  }
}
