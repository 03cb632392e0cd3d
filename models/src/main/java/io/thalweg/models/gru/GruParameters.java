package io.thalweg.models.gru;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where a GRU's parameters lie in the network's flattened vector, and what they begin as. In this
 * order, each row by row ('c'), each with its columns in blocks for update gate z, reset gate r and
 * candidate n:
 *
 * <ul>
 *   <li>{@value #INPUT_WEIGHTS}, [nIn, 3·nOut], drawn per gate from the layer's weight
 *       initialisation with fan in nIn and fan out nOut;
 *   <li>{@value #RECURRENT_WEIGHTS}, [nOut, 3·nOut], likewise with nOut and nOut;
 *   <li>{@value #BIAS}, [1, 6·nOut]: the input's bias, then the recurrent one; both begin as the
 *       layer's initial bias.
 * </ul>
 *
 * The weights' layout is the one that oneDNN calls {@code ldigo}.
 */
final class GruParameters implements ParamInitializer {
  static final String INPUT_WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  static final String RECURRENT_WEIGHTS = "RW";
  static final String BIAS = DefaultParamInitializer.BIAS_KEY;
  static final GruParameters INSTANCE = new GruParameters();

  private static final List<String> WEIGHTS = List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS);
  private static final List<String> BIASES = List.of(BIAS);
  private static final List<String> ALL = List.of(INPUT_WEIGHTS, RECURRENT_WEIGHTS, BIAS);

  private GruParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return numParams(configuration.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    GRU gru = (GRU) layer;
    return 3 * gru.getNOut() * (gru.getNIn() + gru.getNOut() + 2);
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return ALL;
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return WEIGHTS;
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return BIASES;
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return WEIGHTS.contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return BIAS.equals(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray vector, boolean initialise) {
    ALL.forEach(configuration::addVariable);
    GRU gru = (GRU) configuration.getLayer();
    Map<String, INDArray> views = views(gru, vector);
    if (initialise) {
      IWeightInit recurrent = gru.getWeightInitFnRecurrent();
      draw(gru.getWeightInitFn(), gru.getNIn(), views.get(INPUT_WEIGHTS));
      draw(
          recurrent == null ? gru.getWeightInitFn() : recurrent,
          gru.getNOut(),
          views.get(RECURRENT_WEIGHTS));
      views.get(BIAS).assign(gru.getBiasInit());
    }
    return views;
  }

  private static void draw(IWeightInit initialisation, long fanIn, INDArray weights) {
    long fanOut = weights.size(1) / 3;
    INDArray vector = weights.reshape(weights.length());
    initialisation.init((double) fanIn, (double) fanOut, weights.shape(), 'c', vector);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray gradient) {
    return views((GRU) configuration.getLayer(), gradient);
  }

  private Map<String, INDArray> views(GRU gru, INDArray vector) {
    if (vector.length() != numParams(gru)) {
      throw new IllegalStateException(
          "GRU %s: vector of %d parameters found, %d expected for nIn %d and nOut %d"
              .formatted(
                  gru.getLayerName(),
                  vector.length(),
                  numParams(gru),
                  gru.getNIn(),
                  gru.getNOut()));
    }
    INDArray flat = vector.reshape(vector.length());
    long columns = 3 * gru.getNOut();
    long input = gru.getNIn() * columns;
    long recurrent = input + gru.getNOut() * columns;
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(INPUT_WEIGHTS, view(flat, 0, gru.getNIn(), columns));
    views.put(RECURRENT_WEIGHTS, view(flat, input, gru.getNOut(), columns));
    views.put(BIAS, view(flat, recurrent, 1, 2 * columns));
    return views;
  }

  private static INDArray view(INDArray flat, long offset, long rows, long columns) {
    return flat.get(NDArrayIndex.interval(offset, offset + rows * columns))
        .reshape('c', rows, columns);
  }
}
