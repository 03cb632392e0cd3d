package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.stream.FlushTimer;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.learning.Predictor;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of any number of predictors: answers examples with the newest version that has reached it.
 * Before the first, that is version 0, the network from the seed.
 *
 * <p>Guarantee: an answer is a function of the version it names and of the example. Which version
 * answers depends on when it arrives; who needs that to be a function of the log takes lockstep.
 */
final class FleetPredictor extends AbstractStreamOperator<Prediction>
    implements TwoInputStreamOperator<Assembled, ModelUpdate, Prediction> {
  private static final Logger LOG = LoggerFactory.getLogger(FleetPredictor.class);
  private static final int MICRO_BATCH = 256;
  private static final String NEWEST = "newest";

  private final ModelSpec model;
  private final StreamRecord<Prediction> reused = new StreamRecord<>(null);

  private transient Predictor predictor;
  private transient BroadcastState<String, ModelUpdate> newest;
  private transient MicroBatch microBatch;
  private transient Histogram recordsInMicroBatch;
  private transient Histogram forwardTime;
  private transient Counter refusedVersions;
  private transient FlushTimer flushTimer;
  private transient volatile long version; // read by the reporters' threads

  private FleetPredictor(StreamOperatorParameters<Prediction> parameters, ModelSpec model) {
    super(parameters);
    this.model = model;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    predictor = Predictor.create(model);
    microBatch = new MicroBatch(MICRO_BATCH, model.target().width());
    flushTimer = new FlushTimer(processingTimeService, time -> flush());
    recordsInMicroBatch =
        metrics.histogram("recordsInMicroBatch", new DescriptiveStatisticsHistogram(1024));
    forwardTime = metrics.histogram("forwardTimeMicros", new DescriptiveStatisticsHistogram(1024));
    refusedVersions = metrics.counter("refusedVersions");
    metrics.gauge("modelVersion", (Gauge<Long>) () -> version);
    TypeInformation<ModelUpdate> update = StreamElement.UPDATE.information(ModelUpdate.class);
    newest =
        context
            .getOperatorStateStore()
            .getBroadcastState(new MapStateDescriptor<>("newest-model", Types.STRING, update));
    ModelUpdate restored = newest.get(NEWEST);
    if (restored != null) {
      load(restored);
    }
  }

  @Override
  public void close() throws Exception {
    if (predictor != null) {
      predictor.close();
    }
    super.close();
  }

  @Override
  public void processElement1(StreamRecord<Assembled> element) throws Exception {
    if (element.getValue() instanceof Example example) {
      microBatch.add(example);
      if (microBatch.isFull()) {
        flush();
      } else {
        flushTimer.arm();
      }
    }
  }

  @Override
  public void processElement2(StreamRecord<ModelUpdate> element) throws Exception {
    flush();
    if (load(element.getValue())) {
      newest.put(NEWEST, element.getValue());
    }
  }

  private boolean load(ModelUpdate update) {
    try {
      predictor.load(update.version(), update.payload());
      version = update.version();
      return true;
    } catch (IllegalArgumentException e) {
      refusedVersions.inc();
      LOG.warn(
          "Model {}: version {} was refused: {}; version {} stays",
          update.model(),
          update.version(),
          e.getMessage(),
          version);
      return false;
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  private void flush() {
    if (microBatch.isEmpty()) {
      return;
    }
    int size = microBatch.size();
    long start = System.nanoTime();
    predictor.predict(microBatch.windows(), size, microBatch.answers());
    long now = System.nanoTime();
    recordsInMicroBatch.update(size);
    forwardTime.update((now - start) / 1000);
    for (int i = 0; i < size; i++) {
      Example example = microBatch.example(i);
      var prediction =
          Answers.prediction(
              example,
              model.target(),
              microBatch.answers()[i],
              predictor.version(),
              microBatch.millisSinceArrival(i, now));
      output.collect(reused.replace(prediction, example.time()));
    }
    microBatch.clear();
  }

  /** Makes predictors in the tasks. */
  static final class Factory extends AbstractStreamOperatorFactory<Prediction>
      implements TwoInputStreamOperatorFactory<Assembled, ModelUpdate, Prediction> {
    private static final long serialVersionUID = 1L;

    private final ModelSpec model;

    Factory(ModelSpec model) {
      this.model = model;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Flink declares it
    public <T extends StreamOperator<Prediction>> T createStreamOperator(
        StreamOperatorParameters<Prediction> parameters) {
      return (T) new FleetPredictor(parameters, model);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
      return FleetPredictor.class;
    }
  }
}
