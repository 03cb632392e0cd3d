package io.thalweg.models.network;

import io.thalweg.models.gru.GRU;
import io.thalweg.models.network.Architecture.Cell;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** An architecture as a DL4J network: recurrent layers, last step, softmax. */
public final class Dl4jModels {
  private Dl4jModels() {}

  /**
   * A network of DL4J's own that predicts the same, for other programs: input [batch, inputs,
   * steps], output [batch, classes].
   *
   * @throws IllegalArgumentException if the architecture has no network
   */
  public static MultiLayerNetwork of(
      Architecture architecture, Dimensions dimensions, float[] parameters) {
    if (architecture.cell() == Cell.CONSTANT) {
      throw new IllegalArgumentException(
          "network of cell CONSTANT found, LSTM, GRU or SIMPLE_RNN expected: a constant has no network");
    }
    IDropout dropout =
        architecture.dropout() == 0
            ? null
            : new org.deeplearning4j.nn.conf.dropout.Dropout(1 - architecture.dropout());
    List<IDropout> dropouts = Collections.nCopies(architecture.layers(), dropout);
    INDArray vector = Nd4j.createFromArray(parameters).reshape(1, parameters.length);
    return network(configuration(architecture, dimensions, DataType.FLOAT, dropouts), vector);
  }

  static MultiLayerNetwork network(MultiLayerConfiguration configuration, INDArray parameters) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init(parameters, false);
    return network;
  }

  /**
   * @param dropouts on what each recurrent layer gives to the next layer; elements may be null
   */
  static MultiLayerConfiguration configuration(
      Architecture architecture, Dimensions dimensions, DataType type, List<IDropout> dropouts) {
    ListBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .weightInit(WeightInit.ZERO)
            .activation(Activation.TANH)
            .list();
    int last = architecture.layers() - 1;
    int inputs = dimensions.inputs();
    for (int i = 0; i <= last; i++) {
      Layer layer = recurrent(architecture, inputs, i == 0 ? null : dropouts.get(i - 1));
      builder.layer(i == last ? new LastTimeStep(layer) : layer);
      inputs = architecture.hidden();
    }
    return builder
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(inputs)
                .nOut(dimensions.classes())
                .dropOut(dropouts.get(last))
                .build())
        .build();
  }

  private static Layer recurrent(Architecture architecture, int inputs, IDropout dropout) {
    BaseRecurrentLayer.Builder<?> builder =
        switch (architecture.cell()) {
          case LSTM -> new LSTM.Builder();
          case GRU -> new GRU.Builder();
          case SIMPLE_RNN -> new SimpleRnn.Builder();
          default ->
              throw new IllegalArgumentException(
                  "cell %s found, LSTM, GRU or SIMPLE_RNN expected: DL4J has no other"
                      .formatted(architecture.cell()));
        };
    builder.nIn(inputs).nOut(architecture.hidden()).dropOut(dropout);
    return builder.build();
  }

  /** The libraries' versions, without loading them. */
  static Map<String, String> versions() {
    return Versions.OF_LIBRARIES;
  }

  /** Read once: every model update carries them. */
  private static final class Versions {
    static final Map<String, String> OF_LIBRARIES =
        Map.of(
            "dl4j", version("org.deeplearning4j/deeplearning4j-nn"),
            "nd4j", version("org.nd4j/nd4j-api"));
  }

  static Map<String, String> backend() {
    return Map.of(
        "nd4j_backend", Nd4j.getBackend().getClass().getSimpleName(),
        "blas", Nd4j.factory().blas().getBlasVendor().toString());
  }

  private static String version(String artifact) {
    String path = "/META-INF/maven/" + artifact + "/pom.properties";
    try (InputStream in = Dl4jModels.class.getResourceAsStream(path)) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
