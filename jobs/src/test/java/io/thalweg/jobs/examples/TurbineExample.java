package io.thalweg.jobs.examples;

import io.thalweg.connectors.events.Event;
import io.thalweg.jobs.sequence.SequenceLearning;
import io.thalweg.models.features.Features;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink program with a learner in it: turbines report how they run, and a network learns to tell
 * whether they are worn. docs/library.md shows what is between the marks; a test compares.
 */
public final class TurbineExample {
  private TurbineExample() {}

  // docs: shown
  /** What a turbine reports; {@code worn} is what a mechanic found. */
  public record Reading(
      String turbine, long time, double vibration, double temperature, boolean worn) {
    String id() {
      return turbine + "@" + time;
    }
  }

  // docs: end

  // docs: shown
  static final List<String> CLASSES = List.of("fine", "worn");

  static ModelSpec model() {
    var features = new Features(List.of("vibration", "temperature"), List.of(), false, true);
    var network = new Architecture.Recurrent(Cell.LSTM, 8, 1, 0);
    var learning = new Learning(Updater.ADAM, 0.01, 16, 2, 500, 1, 7);
    return new ModelSpec(features, CLASSES, 12, network, learning);
  }

  // docs: end

  // docs: shown
  /** Readings may be up to ten seconds behind the newest. */
  static final Duration DISORDER = Duration.ofSeconds(10);

  static SequenceLearning.Results learn(DataStream<Reading> readings, int parallelism) {
    DataStream<Event> events =
        readings
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Reading>forBoundedOutOfOrderness(DISORDER)
                    .withTimestampAssigner((reading, before) -> reading.time()))
            .map(TurbineExample::event)
            .returns(SequenceLearning.eventType());
    return SequenceLearning.of("turbines", model()).parallelism(parallelism).on(events);
  }

  private static Event event(Reading reading) {
    double[] numeric = {reading.vibration(), reading.temperature()};
    double label = reading.worn() ? 1 : 0; // an index into the classes; NaN: nobody knows
    return Event.of(reading.id(), reading.turbine(), reading.time(), numeric, label);
  }

  // docs: end

  // docs: shown
  public static void main(String[] arguments) throws Exception {
    var env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.getConfig().enableObjectReuse();
    var results = learn(env.fromData(readings(500)), 2);
    results
        .predictions()
        .map(
            answer ->
                answer.id() + " " + CLASSES.get(answer.label()) + " v" + answer.modelVersion())
        .print();
    env.execute("turbines");
  }

  // docs: end

  /**
   * Eight turbines, one reading a second each. A turbine stays fine or worn for 25 readings on
   * average. The noise is such that a single reading tells less than those before it do together.
   */
  static List<Reading> readings(int seconds) {
    var random = new Random(5);
    var readings = new ArrayList<Reading>();
    boolean[] worn = new boolean[8];
    for (int second = 0; second < seconds; second++) {
      for (int turbine = 0; turbine < worn.length; turbine++) {
        worn[turbine] ^= random.nextInt(25) == 0;
        double shift = worn[turbine] ? 0.5 : -0.5;
        readings.add(
            new Reading(
                "turbine-" + turbine,
                1_000L * second,
                3 + shift + random.nextGaussian(),
                60 + 10 * (shift + random.nextGaussian()),
                worn[turbine]));
      }
    }
    return readings;
  }
}
