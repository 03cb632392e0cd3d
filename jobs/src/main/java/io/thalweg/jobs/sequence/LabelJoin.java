package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.sequence.Arrival.LabelArrival;
import io.thalweg.jobs.sequence.Pairing.Outcome;
import io.thalweg.jobs.stream.Rejected;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Joins events with labels that come on a topic of their own, by the event's id.
 *
 * <p>An event passes at once. What may be a pair waits in an inbox, by its time, until the
 * watermark says that all up to then has been read; only then it goes through {@link Pairing}, in
 * total order. So the joins are a function of the log, whichever topic was read first. However many
 * events and labels bear one id, at one time or at many, each is looked at once.
 */
final class LabelJoin extends KeyedCoProcessFunction<String, Event, LabelEvent, Arrival> {
  private static final long serialVersionUID = 1L;

  private final long patience;
  private final OutputTag<Rejected> late;

  private transient MapState<Long, byte[]> inbox;
  private transient ValueState<byte[]> pairing;
  private transient Counter lateRecords;
  private transient Counter repeatedIds;
  private transient Counter unmatchedLabels;
  private transient Counter unlabelledEvents;
  private transient Histogram labelWait;

  /**
   * @param patience how far apart, in milliseconds of event time, an event and its label may be
   */
  LabelJoin(long patience, OutputTag<Rejected> late) {
    this.patience = patience;
    this.late = late;
  }

  @Override
  public void open(OpenContext context) {
    var bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    inbox = getRuntimeContext().getMapState(new MapStateDescriptor<>("inbox", Types.LONG, bytes));
    pairing = getRuntimeContext().getState(new ValueStateDescriptor<>("pairing", bytes));
    var metrics = getRuntimeContext().getMetricGroup();
    lateRecords = LabelJoinMetrics.LATE_RECORDS.counterIn(metrics);
    repeatedIds = LabelJoinMetrics.REPEATED_IDS.counterIn(metrics);
    unmatchedLabels = LabelJoinMetrics.UNMATCHED_LABELS.counterIn(metrics);
    unlabelledEvents = LabelJoinMetrics.UNLABELLED_EVENTS.counterIn(metrics);
    labelWait = LabelJoinMetrics.LABEL_WAIT_MS.histogramIn(metrics);
  }

  @Override
  public void processElement1(Event event, Context context, Collector<Arrival> out)
      throws Exception {
    out.collect(new EventArrival(event));
    if (event.time() > context.timerService().currentWatermark()) {
      await(Half.of(event), context);
    } // else it is late by idleness, which the assembler finds out
  }

  @Override
  public void processElement2(LabelEvent label, Context context, Collector<Arrival> out)
      throws Exception {
    if (label.time() > context.timerService().currentWatermark()) {
      await(Half.of(label), context);
    } else {
      lateRecords.inc();
      var reason = "late: event time went on while its partition was taken to be idle";
      context.output(late, Rejected.of(label.raw(), label.origin(), reason));
    }
  }

  private void await(Half half, Context context) throws Exception {
    Simultaneous known = Simultaneous.read(inbox.get(half.time()));
    inbox.put(half.time(), known.with(half).write());
    context.timerService().registerEventTimeTimer(half.time());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Arrival> out) throws Exception {
    var pair = Pairing.read(pairing.value(), patience);
    expire(pair, time - 1);
    take(Simultaneous.read(inbox.get(time)), pair, context.getCurrentKey(), out);
    inbox.remove(time);
    expire(pair, time);
    if (pair.isEmpty()) {
      pairing.clear();
    } else {
      pairing.update(pair.write());
      context.timerService().registerEventTimeTimer(pair.end());
    }
  }

  private void take(Simultaneous halves, Pairing pair, String id, Collector<Arrival> out) {
    if (halves.events() > 0) {
      count(pair.add(halves.event()), halves.events(), pair, id, out);
    }
    if (halves.labels() > 0) {
      var outcome = pair.add(halves.label());
      count(outcome, halves.labels(), pair, id, out);
      if (outcome == Outcome.WAITING) {
        pair.add(halves.lastLabel()); // of those that come before their event, the newest counts
      }
    }
  }

  /** Counts what became of the first of {@code halves} halves of one kind. */
  private void count(Outcome first, long halves, Pairing pair, String id, Collector<Arrival> out) {
    switch (first) {
      case PAIRED -> {
        out.collect(paired(pair, id));
        repeatedIds.inc(halves - 1);
      }
      case REPEATED -> repeatedIds.inc(halves);
      case WAITING -> {
        if (pair.event() != null) {
          repeatedIds.inc(halves - 1);
        }
      }
    }
  }

  private void expire(Pairing pair, long time) {
    switch (pair.expire(time)) {
      case EVENT -> unlabelledEvents.inc();
      case LABEL -> unmatchedLabels.inc();
      case NOTHING -> {}
    }
  }

  private LabelArrival paired(Pairing pair, String id) {
    Half event = pair.event();
    Half label = pair.label();
    long time = Math.max(event.time(), label.time());
    labelWait.update(time - event.time());
    return new LabelArrival(
        event.key(), id, time, event.partition(), event.offset(), event.time(), label.label());
  }
}
