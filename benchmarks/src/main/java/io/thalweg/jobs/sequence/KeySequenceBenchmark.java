package io.thalweg.jobs.sequence;

import io.thalweg.models.features.Row;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the assembler does for an event, in the package of what it measures. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KeySequenceBenchmark {
  /** Rows of a window. */
  @Param({"24", "128"})
  public int steps;

  private final Row row = new Row(new double[5], new String[0], Double.NaN);
  private KeySequence sequence;
  private long offset;

  @Setup
  public void create() {
    sequence = new KeySequence(steps, false);
  }

  /** Takes an event and its label, and gives the window. */
  @Benchmark
  public Row[] append() {
    var place = new Place(offset, 0, 0, offset++, "events-0-1");
    sequence.touch(place.time(), 1_000_000);
    Row[] window = sequence.append(row, place);
    sequence.label(1, place);
    return window;
  }
}
