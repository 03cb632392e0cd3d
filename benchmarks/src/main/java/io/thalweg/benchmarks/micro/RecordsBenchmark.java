package io.thalweg.benchmarks.micro;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Decoder;
import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.predictions.PredictionJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** JSON in and out, one record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordsBenchmark {
  private static final int DIFFERENT = 1024;
  private static final List<String> CLASSES = List.of("DOWN", "UP");

  private final Decoder decoder = Decoders.events(schema());
  private final PredictionJson json = new PredictionJson(CLASSES);
  private final RawRecord[] records = new RawRecord[DIFFERENT];
  private final Prediction[] predictions = new Prediction[DIFFERENT];
  private int next;

  public RecordsBenchmark() {
    var random = new SplittableRandom(7);
    for (int i = 0; i < DIFFERENT; i++) {
      records[i] = record(i, random);
      float up = (float) random.nextDouble();
      predictions[i] =
          new Prediction(
              "events-0-" + (1_000_000 + i),
              "sensor-%02d".formatted(i % 64),
              1_700_000_000_000L + i,
              up > 0.5 ? 1 : 0,
              new float[] {1 - up, up},
              31_250 + i,
              random.nextDouble());
    }
  }

  private static EventSchema schema() {
    return new EventSchema(
        EventSchema.Format.JSON,
        List.of(),
        "key",
        "time",
        EventSchema.TimeFormat.MILLIS,
        null,
        List.of("pressure", "flow", "level", "heat", "load"),
        List.of(),
        null,
        "state",
        CLASSES,
        EventSchema.Limits.DEFAULT,
        86_400_000);
  }

  private static RawRecord record(int i, SplittableRandom random) {
    long time = 1_700_000_000_000L + i;
    String text =
        "{\"key\":\"sensor-%02d\",\"time\":%d,\"pressure\":%.4f,\"flow\":%.4f,\"level\":%.4f,\"heat\":%.4f,\"load\":%.4f,\"state\":\"%s\"}"
            .formatted(
                i % 64,
                time,
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble() * 100,
                random.nextDouble() * 100,
                random.nextDouble(),
                random.nextBoolean() ? "UP" : "DOWN");
    return new RawRecord(
        new Origin("events", 0, i), time, null, text.getBytes(StandardCharsets.UTF_8));
  }

  /** An event of seven fields, about 150 bytes. */
  @Benchmark
  public Decoded decodeEvent() {
    next = (next + 1) % DIFFERENT;
    return decoder.decode(records[next]);
  }

  /** A prediction of two classes, about 180 bytes. */
  @Benchmark
  public byte[] writePrediction() {
    next = (next + 1) % DIFFERENT;
    return json.write(predictions[next]);
  }
}
