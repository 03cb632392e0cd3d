package io.thalweg.models.gru;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layer within all that DL4J does with a network. */
class GruNetworkTest {
  private static final int BATCH = 4;
  private static final int STEPS = 12;
  private static final int INPUTS = 2;

  private static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .dataType(DataType.FLOAT)
        .weightInit(WeightInit.XAVIER)
        .updater(updater);
  }

  private static RnnOutputLayer head(int inputs) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nIn(inputs)
        .nOut(2)
        .dataFormat(RNNFormat.NCW)
        .build();
  }

  private static ListBuilder stacked(IUpdater updater) {
    return stacked(settings(updater));
  }

  private static ListBuilder stacked(NeuralNetConfiguration.Builder settings) {
    return settings
        .list()
        .layer(new GRU.Builder().nIn(INPUTS).nOut(6).build())
        .layer(new GRU.Builder().nIn(6).nOut(5).build())
        .layer(head(5));
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** Two tones; each step's class is whether the first was above 0 two steps before. */
  private static DataSet data() {
    INDArray features = Nd4j.create(DataType.FLOAT, BATCH, INPUTS, STEPS);
    INDArray labels = Nd4j.create(DataType.FLOAT, BATCH, 2, STEPS);
    for (int i = 0; i < BATCH; i++) {
      for (int t = 0; t < STEPS; t++) {
        features.putScalar(new int[] {i, 0, t}, Math.sin(1.3 * t + i));
        features.putScalar(new int[] {i, 1, t}, Math.cos(0.4 * t * i));
        labels.putScalar(new int[] {i, Math.sin(1.3 * (t - 2) + i) > 0 ? 1 : 0, t}, 1);
      }
    }
    return new DataSet(features, labels);
  }

  private static void assertClose(INDArray found, INDArray expected) {
    assertThat(found.shape()).containsExactly(expected.shape());
    assertThat(found.dup('c').data().asFloat())
        .containsExactly(expected.dup('c').data().asFloat(), within(1e-6f));
  }

  private static double lossAfter(int steps, MultiLayerNetwork network) {
    DataSet data = data();
    for (int i = 0; i < steps; i++) {
      network.fit(data);
    }
    return network.score(data);
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkspaceMode.class,
      names = {"ENABLED", "NONE"})
  void it_learns_with_and_without_workspaces(WorkspaceMode mode) {
    MultiLayerNetwork network =
        network(
            stacked(
                    settings(new Adam(0.03))
                        .trainingWorkspaceMode(mode)
                        .inferenceWorkspaceMode(mode))
                .build());
    double before = network.score(data());
    assertThat(lossAfter(20, network)).isLessThan(0.7 * before);
  }

  private static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.1),
        new Nesterovs(0.1, 0.9),
        new RmsProp(0.01),
        new Adam(0.01),
        new AdaMax(0.01),
        new AMSGrad(0.01),
        new Nadam(0.01),
        new AdaGrad(0.1),
        new AdaDelta());
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void every_updater_lowers_the_loss(IUpdater updater) {
    MultiLayerNetwork network = network(stacked(updater).build());
    double before = network.score(data());
    assertThat(lossAfter(10, network)).isLessThan(before);
  }

  @ParameterizedTest
  @EnumSource(GradientNormalization.class)
  void every_gradient_normalisation_lets_it_learn(GradientNormalization normalisation) {
    MultiLayerNetwork network =
        network(
            settings(new Sgd(0.02))
                .gradientNormalization(normalisation)
                .list()
                .layer(new GRU.Builder().nIn(INPUTS).nOut(6).build())
                .layer(head(6))
                .build());
    double before = network.score(data());
    assertThat(lossAfter(5, network)).isLessThan(before);
  }

  @Test
  void it_learns_under_dropout_and_weight_noise() {
    MultiLayerNetwork network =
        network(
            settings(new Adam(0.02))
                .dropOut(0.9)
                .weightNoise(new DropConnect(0.95))
                .list()
                .layer(new GRU.Builder().nIn(INPUTS).nOut(6).build())
                .layer(head(6))
                .build());
    double before = network.score(data());
    assertThat(lossAfter(25, network)).isLessThan(0.9 * before);
  }

  @Test
  void steps_and_chunks_with_carried_state_answer_as_the_whole_sequence() {
    MultiLayerNetwork network = network(stacked(new Sgd()).build());
    INDArray features = data().getFeatures();
    INDArray whole = network.output(features);
    for (int t = 0; t < STEPS; t++) {
      INDArray step = network.rnnTimeStep(features.get(all(), all(), point(t)).dup());
      assertClose(step, whole.get(all(), all(), point(t)));
    }
    network.rnnClearPreviousState();
    for (int[] chunk : new int[][] {{0, 5}, {5, 6}, {6, STEPS}}) {
      INDArray given = features.get(all(), all(), interval(chunk[0], chunk[1])).dup();
      INDArray expected = whole.get(all(), all(), interval(chunk[0], chunk[1]));
      assertClose(network.rnnTimeStep(given), expected);
    }
  }

  @Test
  void a_carried_state_can_be_taken_and_put_back() {
    MultiLayerNetwork network = network(stacked(new Sgd()).build());
    INDArray features = data().getFeatures();
    network.rnnTimeStep(features);
    var first = network.rnnGetPreviousState(0);
    var second = network.rnnGetPreviousState(1);
    INDArray expected = network.rnnTimeStep(features).dup();
    network.rnnClearPreviousState();
    network.rnnSetPreviousState(0, first);
    network.rnnSetPreviousState(1, second);
    assertThat(network.rnnTimeStep(features)).isEqualTo(expected);
  }

  @Test
  void truncated_backpropagation_learns() {
    MultiLayerNetwork network =
        network(
            stacked(new Adam(0.02))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(5)
                .tBPTTBackwardLength(4)
                .build());
    double before = network.score(data());
    assertThat(lossAfter(10, network)).isLessThan(0.7 * before);
  }

  @Test
  void a_saved_network_goes_on_learning_bit_by_bit_as_the_one_in_memory() throws IOException {
    MultiLayerNetwork network = network(stacked(new Adam(0.01)).build());
    lossAfter(3, network);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, zip, true);
    MultiLayerNetwork restored =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip.toByteArray()), true);
    lossAfter(3, network);
    lossAfter(3, restored);
    assertThat(restored.params()).isEqualTo(network.params());
    assertThat(restored.getUpdater().getStateViewArray())
        .isEqualTo(network.getUpdater().getStateViewArray());
  }

  @Test
  void its_configuration_survives_json_and_yaml() {
    MultiLayerConfiguration configuration =
        network(stacked(new Adam(0.01)).build()).getLayerWiseConfigurations();
    assertThat(configuration.toJson()).contains("\"" + GRU.class.getName() + "\"");
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    assertThat(MultiLayerConfiguration.fromYaml(configuration.toYaml())).isEqualTo(configuration);
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            settings(new Adam(0.02))
                .graphBuilder()
                .addInputs("in")
                .addLayer("gru", new GRU.Builder().nIn(INPUTS).nOut(6).build(), "in")
                .addLayer("tags", head(6), "gru")
                .addVertex("last", new LastTimeStepVertex("in"), "gru")
                .addLayer(
                    "class",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(6)
                        .nOut(2)
                        .build(),
                    "last")
                .setOutputs("tags", "class")
                .build());
    graph.init();
    return graph;
  }

  @Test
  void a_graph_runs_it_learns_and_carries_state() {
    ComputationGraph graph = graph();
    INDArray features = data().getFeatures();
    INDArray tags = data().getLabels();
    INDArray classes = tags.get(all(), all(), point(STEPS - 1)).dup();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      graph.fit(new INDArray[] {features}, new INDArray[] {tags, classes});
      losses.add(graph.score());
    }
    assertThat(losses.get(24)).isLessThan(0.7 * losses.get(0));
    INDArray whole = graph.output(features)[0];
    graph.rnnTimeStep(features.get(all(), all(), interval(0, 7)).dup());
    INDArray rest = graph.rnnTimeStep(features.get(all(), all(), interval(7, STEPS)).dup())[0];
    assertClose(rest, whole.get(all(), all(), interval(7, STEPS)));
  }

  @Test
  void a_graphs_configuration_survives_json() {
    ComputationGraphConfiguration configuration = graph().getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
        .isEqualTo(configuration);
  }

  @Test
  void transfer_keeps_what_is_frozen_and_learns_the_rest_at_its_new_width() {
    MultiLayerNetwork trained = network(stacked(new Adam(0.02)).build());
    lossAfter(3, trained);
    MultiLayerNetwork transferred =
        new TransferLearning.Builder(trained)
            .setFeatureExtractor(0)
            .nOutReplace(1, 3, WeightInit.XAVIER)
            .build();
    assertThat(transferred.getParam("1_RW").shape()).containsExactly(3, 9);
    double before = transferred.score(data());
    assertThat(lossAfter(20, transferred)).isLessThan(before);
    for (String name : new String[] {"0_W", "0_RW", "0_b"}) {
      assertThat(transferred.getParam(name)).isEqualTo(trained.getParam(name));
    }
  }
}
