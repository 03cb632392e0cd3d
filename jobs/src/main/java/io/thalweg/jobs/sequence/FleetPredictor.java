package io.thalweg.jobs.sequence;

import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.jobs.metrics.NativeMemoryMetrics;
import io.thalweg.jobs.sequence.Assembled.Example;
import io.thalweg.jobs.stream.MicroBatchOperator;
import io.thalweg.jobs.stream.Operators;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.learning.Predictor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * One of any number of predictors: answers examples with the newest version that has reached it.
 * Before the first, that is version 0, the network from the seed.
 *
 * <p>Guarantee: an answer is a function of the version it names and of the example. Which version
 * answers depends on when it arrives; who needs that to be a function of the log takes lockstep.
 */
final class FleetPredictor extends MicroBatchOperator<Assembled, Prediction> {
  private static final String NEWEST = "newest";

  private final ModelSpec model;
  private final StreamRecord<Prediction> reused = new StreamRecord<>(null);

  private transient Predictor predictor;
  private transient MicroBatch microBatch;

  private FleetPredictor(StreamOperatorParameters<Prediction> parameters, ModelSpec model) {
    super(parameters, "newest-model", FleetMetrics.MICRO_BATCHES);
    this.model = model;
  }

  static TwoInputStreamOperatorFactory<Assembled, ModelUpdate, Prediction> factory(
      ModelSpec model) {
    return Operators.twoInputs(
        FleetPredictor.class, parameters -> new FleetPredictor(parameters, model));
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    predictor = Predictor.create(model);
    microBatch = new MicroBatch(MICRO_BATCH, model.target().width());
    FleetMetrics.MODEL_VERSION.gaugeIn(metrics, this::version);
    NativeMemoryMetrics.register(metrics);
    ModelUpdate restored = updates().get(NEWEST);
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
  public void processElement1(StreamRecord<Assembled> element) {
    if (element.getValue() instanceof Example example) {
      microBatch.add(example);
      added();
    }
  }

  @Override
  public void processElement2(StreamRecord<ModelUpdate> element) throws Exception {
    flush();
    if (load(element.getValue())) {
      updates().put(NEWEST, element.getValue());
    }
  }

  @Override
  protected long become(ModelUpdate update) {
    predictor.load(update.version(), update.payload());
    return update.version();
  }

  @Override
  protected int waiting() {
    return microBatch.size();
  }

  @Override
  protected void answer() {
    predictor.predict(microBatch.windows(), microBatch.size(), microBatch.answers());
  }

  @Override
  protected void send(long now) {
    for (int i = 0; i < microBatch.size(); i++) {
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
}
