package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.jobs.sequence.Arrival.EventArrival;
import io.thalweg.jobs.sequence.Arrival.LabelArrival;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.sequence.Assembled.LabelledExample;
import io.thalweg.jobs.sequence.Assembled.Unlabelled;
import io.thalweg.jobs.stream.ElementSerializer;
import io.thalweg.jobs.stream.Operators;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import java.io.Serializable;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the newest rows of each key and turns every event into an example: the window of rows that
 * ends with it.
 *
 * <p>Order: events and labels are taken in total order as watermarks release them, unless the
 * stream is known to be in order. State by key: the sequence, bounded by a time to live in event
 * time; the newest {@code maxKeys} of them are on the heap, the others in the state backend only.
 */
final class SequenceAssembler extends AbstractStreamOperator<Assembled>
    implements OneInputStreamOperator<Arrival, Assembled>, Triggerable<String, String> {

  /**
   * How sequences are put together.
   *
   * @param steps longest window
   * @param ownLabels whether the rows of a window bear their own labels, as far as they are known
   * @param inOrder whether events come in total order already, so that none needs to wait
   * @param patience how long an event waits for its label, milliseconds; -1: labels come with it
   * @param timeToLive of a silent key's sequence, milliseconds
   * @param maxKeys sequences on the heap
   */
  record Settings(
      int steps, boolean ownLabels, boolean inOrder, long patience, long timeToLive, int maxKeys)
      implements Serializable {}

  private static final String EXPIRY = "";

  private final Settings settings;
  private final OutputTag<Rejected> late;
  private final StreamRecord<Assembled> reused = new StreamRecord<>(null);

  private transient OrderBuffer<Arrival> buffer;
  private transient KeySequences sequences;
  private transient MapState<String, byte[]> unlabelled;
  private transient InternalTimerService<String> timers;
  private transient Counter lateRecords;
  private transient long watermark;

  private SequenceAssembler(
      StreamOperatorParameters<Assembled> parameters, Settings settings, OutputTag<Rejected> late) {
    super(parameters);
    this.settings = settings;
    this.late = late;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    watermark = Long.MIN_VALUE;
    timers = getInternalTimerService("assembler", StringSerializer.INSTANCE, this);
    var bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    unlabelled =
        context
            .getKeyedStateStore()
            .getMapState(new MapStateDescriptor<>("unlabelled", Types.STRING, bytes));
    sequences =
        new KeySequences(
            settings.steps(), settings.ownLabels(), settings.maxKeys(), getKeyedStateBackend());
    buffer =
        new OrderBuffer<>(
            "arrivals",
            new ElementSerializer<>(ElementType.ARRIVAL),
            Arrival::key,
            getKeyedStateBackend());
    lateRecords = AssemblerMetrics.LATE_RECORDS.counterIn(metrics);
    AssemblerMetrics.RECORDS_WAITING_FOR_ORDER.gaugeIn(metrics, buffer::size);
    AssemblerMetrics.SEQUENCES_ON_HEAP.gaugeIn(metrics, sequences::onHeap);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    buffer.snapshot();
    sequences.snapshot();
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) throws Exception {
    Arrival arrival = element.getValue();
    if (settings.inOrder()) {
      takeRestoredBefore(arrival);
      take(arrival);
    } else if (arrival.time() > watermark) {
      buffer.add(arrival);
    } else {
      late(arrival);
    }
  }

  /** What waited in a savepoint of more subtasks, where events did not come in order. */
  private void takeRestoredBefore(Arrival arrival) throws Exception {
    if (buffer.size() > 0) {
      for (Arrival restored; (restored = buffer.pollBefore(arrival)) != null; ) {
        setCurrentKey(restored.key());
        take(restored);
      }
      setCurrentKey(arrival.key());
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    for (Arrival arrival; (arrival = buffer.poll(watermark)) != null; ) {
      setCurrentKey(arrival.key());
      take(arrival);
    }
    super.processWatermark(mark);
  }

  private void take(Arrival arrival) throws Exception {
    if (arrival instanceof EventArrival event) {
      append(event);
    } else if (arrival instanceof LabelArrival label) {
      label(label);
    }
  }

  private void append(EventArrival arrival) throws Exception {
    KeySequence sequence = sequences.get(arrival.key());
    if (!sequence.last().isBefore(arrival)) {
      late(arrival);
      return;
    }
    Event event = arrival.event();
    touch(sequence, event.time());
    Row row = new Row(event.numeric(), event.categories(), sequence.label());
    Place place = Place.of(arrival);
    Row[] window = sequence.append(row, place);
    if (event.labelled()) {
      sequence.label(event.label(), place);
    }
    if (settings.patience() >= 0) {
      awaitLabel(event, window);
    }
    emit(
        new Example(
            event.id(),
            event.key(),
            event.time(),
            event.label(),
            window,
            event.origin(),
            event.raw()));
  }

  private void touch(KeySequence sequence, long time) {
    sequence.touch(time, settings.timeToLive());
    if (!sequence.expiryScheduled()) {
      sequence.scheduleExpiry();
      timers.registerEventTimeTimer(EXPIRY, after(time, settings.timeToLive()));
    }
  }

  /** The first millisecond after {@code span}; the end of time where there is none. */
  private static long after(long time, long span) {
    return time < Long.MAX_VALUE - span ? time + span + 1 : Long.MAX_VALUE;
  }

  private void awaitLabel(Event event, Row[] window) throws Exception {
    var waiting =
        new LabelledExample(
            event.id(), event.key(), event.time(), Target.NONE, window, event.origin());
    var name = name(Place.of(waiting));
    unlabelled.put(name, Assemblies.toBytes(waiting));
    timers.registerEventTimeTimer(name, after(event.time(), settings.patience()));
  }

  /** Names an event among those of its key that wait for their labels. */
  private static String name(Place event) {
    return event.partition() + "-" + event.offset() + "-" + event.id();
  }

  private void label(LabelArrival arrival) throws Exception {
    var event =
        new Place(arrival.eventTime(), 0, arrival.partition(), arrival.offset(), arrival.id());
    var name = name(event);
    byte[] bytes = unlabelled.get(name);
    if (bytes == null) {
      return; // its event was late by idleness: there is no example to learn from
    }
    unlabelled.remove(name);
    timers.deleteEventTimeTimer(name, after(arrival.eventTime(), settings.patience()));
    var waiting = (LabelledExample) Assemblies.fromBytes(bytes);
    KeySequence sequence = sequences.get(arrival.key());
    touch(sequence, arrival.time());
    sequence.label(arrival.label(), event);
    emit(
        new LabelledExample(
            waiting.id(),
            waiting.key(),
            arrival.time(),
            arrival.label(),
            waiting.window(),
            waiting.origin()));
  }

  @Override
  public void onEventTime(InternalTimer<String, String> timer) throws Exception {
    if (timer.getNamespace().equals(EXPIRY)) {
      expire(timer);
    } else {
      giveUp(timer);
    }
  }

  private void expire(InternalTimer<String, String> timer) throws Exception {
    KeySequence sequence = sequences.get(timer.getKey());
    if (timer.getTimestamp() == Long.MAX_VALUE
        || sequence.expired(timer.getTimestamp(), settings.timeToLive())) {
      sequences.remove(timer.getKey());
    } else {
      timers.registerEventTimeTimer(EXPIRY, after(sequence.touched(), settings.timeToLive()));
    }
  }

  private void giveUp(InternalTimer<String, String> timer) throws Exception {
    byte[] bytes = unlabelled.get(timer.getNamespace());
    if (bytes == null) {
      return;
    }
    Assembled waiting = Assemblies.fromBytes(bytes);
    long end = after(waiting.time(), settings.patience());
    if (end > timer.getTimestamp()) { // restored with a longer wait
      timers.registerEventTimeTimer(timer.getNamespace(), end);
    } else {
      unlabelled.remove(timer.getNamespace());
      emit(new Unlabelled(waiting.id(), waiting.key(), timer.getTimestamp(), waiting.origin()));
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, String> timer) {
    throw new IllegalStateException("No timer here goes by the wall clock");
  }

  private void late(Arrival arrival) {
    lateRecords.inc();
    if (arrival instanceof EventArrival event) {
      output.collect(
          late,
          new StreamRecord<>(
              Rejected.of(
                  event.event().raw(),
                  event.event().origin(),
                  "late: event time went on while its partition was taken to be idle")));
    }
  }

  private void emit(Assembled element) {
    output.collect(reused.replace(element, element.time()));
  }

  static OneInputStreamOperatorFactory<Arrival, Assembled> factory(
      Settings settings, OutputTag<Rejected> late) {
    return Operators.oneInput(
        SequenceAssembler.class, parameters -> new SequenceAssembler(parameters, settings, late));
  }
}
