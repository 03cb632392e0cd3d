package io.thalweg.models.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.bidirectional.MaskedBidirectional;
import io.thalweg.models.features.Batch;
import io.thalweg.models.gru.GRU;
import io.thalweg.models.plan.Compilation.Compiled;
import io.thalweg.models.plan.Compilation.UnsupportedLayer;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers that a plan compiles from DL4J's configurations: each computes and learns as DL4J's. */
class LayersTest {
  private static final int ROWS = 9;
  private static final int STEPS = 7;
  private static final int INPUTS = 4;
  private static final int VOCABULARY = 11;
  private static final int CLASSES = 3;
  private static final double RATE = 0.1;
  private static final InputType IMAGES = InputType.convolutionalFlat(9, 8, 1);

  private static ListBuilder network(Layer... layers) {
    ListBuilder builder =
        new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(RATE)).list();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    return builder;
  }

  private static Layer head(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static LSTM lstm(int in, int out) {
    return new LSTM.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static GRU gru(int in, int out) {
    return new GRU.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static SimpleRnn simple(int in, int out) {
    return new SimpleRnn.Builder().nIn(in).nOut(out).activation(Activation.TANH).build();
  }

  private static Layer embedding(int out) {
    return new EmbeddingSequenceLayer.Builder().nIn(VOCABULARY).nOut(out).build();
  }

  private static Convolution1DLayer.Builder convolution(int in, int out, int size) {
    return new Convolution1DLayer.Builder(size).nIn(in).nOut(out).activation(Activation.RELU);
  }

  private static Layer same(int in, int out, int size) {
    return convolution(in, out, size).convolutionMode(ConvolutionMode.Same).build();
  }

  private static Layer valid(int in, int out, int size) {
    return convolution(in, out, size)
        .convolutionMode(ConvolutionMode.Truncate)
        .activation(Activation.TANH)
        .build();
  }

  private static Layer pool(PoolingType type) {
    return new GlobalPoolingLayer(type);
  }

  /** Networks that read windows of numbers. */
  static Stream<ListBuilder> sequences() {
    return Stream.of(
        network(lstm(INPUTS, 6), pool(PoolingType.MAX), head(6)),
        network(gru(INPUTS, 6), pool(PoolingType.AVG), head(6)),
        network(
            simple(INPUTS, 5),
            pool(PoolingType.MAX),
            new DenseLayer.Builder().nIn(5).nOut(4).activation(Activation.TANH).build(),
            head(4)),
        network(new LastTimeStep(new MaskedBidirectional(lstm(INPUTS, 5))), head(10)),
        network(new MaskedBidirectional(lstm(INPUTS, 5), true), head(10)),
        network(lstm(INPUTS, 6), new MaskedBidirectional(gru(6, 5), true), head(10)),
        network(new LastTimeStep(new Bidirectional(gru(INPUTS, 5))), head(10)),
        network(new Bidirectional(gru(INPUTS, 5)), pool(PoolingType.MAX), head(10)),
        network(new Bidirectional(simple(INPUTS, 5)), pool(PoolingType.AVG), head(10)),
        network(
            new MaskedBidirectional(lstm(INPUTS, 4)),
            new MaskedBidirectional(lstm(8, 3)),
            pool(PoolingType.AVG),
            head(6)),
        network(
            gru(INPUTS, 4), new Bidirectional(gru(4, 3)), new LastTimeStep(lstm(6, 5)), head(5)),
        network(same(INPUTS, 6, 3), pool(PoolingType.MAX), head(6)),
        network(same(INPUTS, 6, 4), pool(PoolingType.AVG), head(6)),
        network(valid(INPUTS, 17, 3), pool(PoolingType.AVG), head(17)),
        network(same(INPUTS, 6, 1), new LastTimeStep(lstm(6, 5)), head(5)),
        network(lstm(INPUTS, 5), same(5, 6, 3), pool(PoolingType.MAX), head(6)),
        network(new Bidirectional(gru(INPUTS, 5)), valid(10, 6, 5), pool(PoolingType.AVG), head(6)),
        network(same(INPUTS, 6, 3), new MaskLayer(), same(6, 5, 3), pool(PoolingType.AVG), head(5)),
        network(same(INPUTS, 6, 3), same(6, 5, 3), pool(PoolingType.AVG), head(5)),
        network(valid(INPUTS, 6, 2), valid(6, 5, 3), pool(PoolingType.MAX), head(5)));
  }

  /** Networks that read tokens. */
  static Stream<ListBuilder> texts() {
    return Stream.of(
        network(embedding(6), same(6, 8, 3), pool(PoolingType.MAX), head(8)),
        network(embedding(6), valid(6, 8, 2), pool(PoolingType.AVG), head(8)),
        network(embedding(6), new MaskedBidirectional(lstm(6, 4)), pool(PoolingType.MAX), head(8)),
        network(embedding(6), pool(PoolingType.AVG), head(6)));
  }

  /** Networks that read images. */
  static Stream<ListBuilder> images() {
    return Stream.of(
        images(
            padded(ConvolutionMode.Same, 3, 2).activation(Activation.RELU).build(),
            subsampling(PoolingType.AVG, ConvolutionMode.Same, 3, 2, 0)),
        images(
            padded(ConvolutionMode.Truncate, 3, 2).padding(1, 2).build(),
            subsampling(PoolingType.MAX, ConvolutionMode.Truncate, 3, 1, 1)),
        images(
            new ConvolutionLayer.Builder(2, 3).nOut(5).activation(Activation.TANH).build(),
            subsampling(PoolingType.AVG, ConvolutionMode.Truncate, 2, 2, 1)),
        images(
            padded(ConvolutionMode.Same, 2, 1).build(),
            subsampling(PoolingType.MAX, ConvolutionMode.Same, 2, 2, 0)),
        images(
            padded(ConvolutionMode.Same, 5, 3).build(),
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(2, 2)
                .stride(1, 1)
                .padding(1, 1)
                .avgPoolIncludePadInDivisor(true)
                .build()));
  }

  private static ListBuilder images(Layer... layers) {
    ListBuilder builder = network(layers);
    builder.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    return builder.setInputType(IMAGES);
  }

  private static ConvolutionLayer.Builder padded(ConvolutionMode mode, int size, int stride) {
    return new ConvolutionLayer.Builder(size, size)
        .stride(stride, stride)
        .convolutionMode(mode)
        .nOut(5)
        .activation(Activation.TANH);
  }

  private static Layer subsampling(
      PoolingType type, ConvolutionMode mode, int size, int stride, int padding) {
    return new SubsamplingLayer.Builder(type)
        .convolutionMode(mode)
        .kernelSize(size, size)
        .stride(stride, stride)
        .padding(padding, padding)
        .build();
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void layers_of_sequences_equal_dl4js(ListBuilder builder) {
    equalsDl4j(builder, Batches.random(1, ROWS, STEPS, INPUTS));
    equalsDl4j(builder, Batches.whole(1, ROWS, STEPS, INPUTS));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void layers_of_texts_equal_dl4js(ListBuilder builder) {
    equalsDl4j(builder, Batches.tokens(1, ROWS, STEPS, VOCABULARY));
  }

  /** Of whole windows only: DL4J's begins at the padding of others. */
  @Test
  void a_bidirectional_lstm_equals_dl4js() {
    equalsDl4j(
        network(
            new Bidirectional(lstm(INPUTS, 4)),
            new LastTimeStep(new Bidirectional(lstm(8, 3))),
            head(6)),
        Batches.whole(1, ROWS, STEPS, INPUTS));
  }

  @Test
  void a_single_token_is_embedded_as_in_dl4j() {
    Layer embedding = new EmbeddingLayer.Builder().nIn(VOCABULARY).nOut(6).build();
    equalsDl4j(network(embedding, head(6)), Batches.tokens(1, ROWS, 1, VOCABULARY));
  }

  @ParameterizedTest
  @MethodSource("images")
  void layers_of_images_equal_dl4js(ListBuilder builder) {
    equalsDl4j(builder, Batches.whole(1, ROWS, 1, 9 * 8));
  }

  private static void equalsDl4j(ListBuilder builder, Batch batch) {
    MultiLayerConfiguration configuration = builder.build();
    Targets targets = new Targets.Classes(Batches.labels(batch.count(), CLASSES));
    Dl4jEquality.assertEqual(configuration, batch, targets);
    Dl4jEquality.assertLearnAlike(configuration, batch, targets, RATE);
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void layers_of_sequences_give_the_same_bits_in_any_company(ListBuilder builder) {
    sameBits(builder, count -> Batches.random(3, count, STEPS, INPUTS), STEPS);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void layers_of_texts_give_the_same_bits_in_any_company(ListBuilder builder) {
    sameBits(builder, count -> Batches.tokens(3, count, STEPS, VOCABULARY), STEPS);
  }

  @ParameterizedTest
  @MethodSource("images")
  void layers_of_images_give_the_same_bits_in_any_company(ListBuilder builder) {
    sameBits(builder, count -> Batches.whole(3, count, 1, 9 * 8), 1);
  }

  /** Each window alone, and the first ones of many together. */
  private static void sameBits(ListBuilder builder, IntFunction<Batch> batches, int steps) {
    int most = 70;
    Batch all = batches.apply(most);
    try (Plan plan = ((Compiled) Plan.compile(builder.build(), steps, most)).plan()) {
      plan.load(Batches.parameters(plan.size()));
      float[][] together = new float[most][CLASSES];
      plan.predict(all, together);
      for (int count = 1; count < most; count++) {
        float[][] found = new float[count][CLASSES];
        plan.predict(Batches.part(all, most - count, count), found);
        assertThat(found)
            .as("the last %d", count)
            .isDeepEqualTo(Arrays.copyOfRange(together, most - count, most));
      }
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            network(
                new Bidirectional(Bidirectional.Mode.ADD, lstm(INPUTS, 5)),
                pool(PoolingType.MAX),
                head(5)),
            "Bidirectional",
            "mode ADD found, CONCAT expected"),
        Arguments.of(
            network(new Bidirectional(new LastTimeStep(lstm(INPUTS, 5))), head(10)),
            "Bidirectional",
            "LastTimeStep found"),
        Arguments.of(
            network(
                new Bidirectional(
                    new LSTM.Builder()
                        .nIn(INPUTS)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .dropOut(0.5)
                        .build()),
                pool(PoolingType.MAX),
                head(10)),
            "Bidirectional",
            "dropout inside of it found"),
        Arguments.of(
            network(
                new Bidirectional(
                    new LSTM.Builder()
                        .nIn(INPUTS)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .l2(0.1)
                        .build()),
                pool(PoolingType.MAX),
                head(10)),
            "Bidirectional",
            "regularisation found"),
        Arguments.of(
            network(
                new MaskedBidirectional(
                    new LSTM.Builder()
                        .nIn(INPUTS)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .constrainWeights(new NonNegativeConstraint())
                        .build()),
                pool(PoolingType.MAX),
                head(10)),
            "MaskedBidirectional",
            "constraints found"),
        Arguments.of(
            network(lstm(INPUTS, 5), pool(PoolingType.SUM), head(5)),
            "GlobalPoolingLayer",
            "pooling SUM found, MAX or AVG expected"),
        Arguments.of(
            network(
                lstm(INPUTS, 5),
                new GlobalPoolingLayer.Builder().collapseDimensions(false).build(),
                head(5)),
            "GlobalPoolingLayer",
            "to a sequence of one step found"),
        Arguments.of(
            images(padded(ConvolutionMode.Same, 3, 1).build(), pool(PoolingType.MAX)),
            "GlobalPoolingLayer",
            "pooling of something else than the steps of a sequence"),
        Arguments.of(
            network(convolution(INPUTS, 5, 3).stride(2).build(), pool(PoolingType.MAX), head(5)),
            "Convolution1DLayer",
            "a convolution with stride"),
        Arguments.of(
            network(convolution(INPUTS, 5, 3).padding(1).build(), pool(PoolingType.MAX), head(5)),
            "Convolution1DLayer",
            "padding other than mode Same's"),
        Arguments.of(
            network(
                convolution(INPUTS, 5, 3).convolutionMode(ConvolutionMode.Causal).build(),
                pool(PoolingType.MAX),
                head(5)),
            "Convolution1DLayer",
            "padding other than mode Same's"),
        Arguments.of(
            network(
                convolution(INPUTS, 5, 3).activation(Activation.SWISH).build(),
                pool(PoolingType.MAX),
                head(5)),
            "Convolution1DLayer",
            "swish found"),
        Arguments.of(
            network(convolution(INPUTS, 5, 3).dropOut(0.5).build(), pool(PoolingType.MAX), head(5)),
            "Convolution1DLayer",
            "dropout inside of it found"),
        Arguments.of(
            images(padded(ConvolutionMode.Truncate, 3, 1).dilation(2, 2).build()),
            "ConvolutionLayer",
            "a convolution with dilation"),
        Arguments.of(
            images(subsampling(PoolingType.SUM, ConvolutionMode.Truncate, 2, 2, 0)),
            "SubsamplingLayer",
            "pooling other than of maxima or means"),
        Arguments.of(
            network(
                new EmbeddingLayer.Builder().nIn(VOCABULARY).nOut(5).hasBias(true).build(),
                head(5)),
            "EmbeddingLayer",
            "a bias"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(ListBuilder builder, String type, String reason) {
    assertThat(Plan.compile(builder.build(), 1, ROWS))
        .isInstanceOfSatisfying(
            UnsupportedLayer.class,
            unsupported -> {
              assertThat(unsupported.type()).isEqualTo(type);
              assertThat(unsupported.reason()).contains(reason);
            });
  }

  @Test
  void dropout_that_dl4j_passes_over_is_passed_over() {
    Layer dropping = new GlobalPoolingLayer.Builder(PoolingType.MAX).dropOut(0.5).build();
    ListBuilder builder = network(lstm(INPUTS, 5), dropping, head(5));
    equalsDl4j(builder, Batches.random(1, ROWS, STEPS, INPUTS));
  }

  @Test
  void windows_that_are_shorter_than_a_convolution_are_refused() {
    MultiLayerConfiguration configuration =
        network(valid(INPUTS, 6, 3), pool(PoolingType.MAX), head(6)).build();
    assertThatThrownBy(() -> Plan.compile(configuration, 2, ROWS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 steps found, more expected: too few are left for StepConvolution");
  }
}
