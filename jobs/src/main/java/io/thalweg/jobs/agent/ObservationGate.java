package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.jobs.stream.Rejected;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets observations through; what is none goes to the dead-letter output with its reason. */
final class ObservationGate extends ProcessFunction<Heard, Observation> {
  private static final long serialVersionUID = 1L;

  private final OutputTag<Rejected> deadLetter;

  private transient Counter deadLetters;

  ObservationGate(OutputTag<Rejected> deadLetter) {
    this.deadLetter = deadLetter;
  }

  @Override
  public void open(OpenContext context) {
    deadLetters =
        ObservationGateMetrics.DEAD_LETTER_RECORDS.counterIn(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Heard heard, Context context, Collector<Observation> out) {
    if (heard instanceof Observation observation) {
      out.collect(observation);
    } else if (heard instanceof Heard.Unfit unfit) {
      deadLetters.inc();
      context.output(deadLetter, new Rejected(unfit.raw(), unfit.reason()));
    }
  }
}
