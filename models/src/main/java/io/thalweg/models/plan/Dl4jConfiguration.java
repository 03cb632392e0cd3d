package io.thalweg.models.plan;

import io.thalweg.models.bidirectional.MaskedBidirectional;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Reads a DL4J configuration as an {@link Outline}. Whatever it does not know, or knows and does
 * not compute, it refuses rather than passes over.
 */
final class Dl4jConfiguration {
  private final MultiLayerConfiguration configuration;
  private final boolean learns;
  private final List<Outline.Layer> layers = new ArrayList<>();
  private final Dl4jImages images = new Dl4jImages();
  private final Dl4jSteps steps;
  private Head head;

  /** Why a layer cannot be read. */
  static final class UnsupportedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int index;
    private final transient Layer layer;

    private UnsupportedException(int index, Layer layer, String reason) {
      super(reason);
      this.index = index;
      this.layer = layer;
    }

    Compilation.UnsupportedLayer result() {
      return new Compilation.UnsupportedLayer(
          index, layer.getLayerName(), layer.getClass().getSimpleName(), getMessage());
    }
  }

  /**
   * @param learns whether the outline is to learn as the configuration says; otherwise it is to
   *     predict the same, and dropout, regularisation and the like are passed over
   */
  Dl4jConfiguration(MultiLayerConfiguration configuration, boolean learns) {
    this.configuration = configuration;
    this.learns = learns;
    steps = new Dl4jSteps(layers, learns);
  }

  Outline outline() throws UnsupportedException {
    int last = configuration.getConfs().size() - 1;
    for (int i = 0; i <= last; i++) {
      Layer layer = layer(i);
      String reason = common(i, layer);
      if (reason == null) {
        reason = i == last ? readHead(layer) : read(layer);
      }
      if (reason != null) {
        throw new UnsupportedException(i, layer, reason);
      }
    }
    try {
      return new Outline(inputs(), layers, head);
    } catch (IllegalArgumentException shape) {
      throw new UnsupportedException(last, layer(last), shape.getMessage());
    }
  }

  private Layer layer(int index) {
    return configuration.getConf(index).getLayer();
  }

  private int inputs() {
    if (!layers.isEmpty() && layers.get(0) instanceof ImageLayer image) {
      return image.input().size();
    }
    if (!layers.isEmpty() && layers.get(0) instanceof Embedding) {
      return 1;
    }
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      if (inner(layer(i)).get(0) instanceof FeedForwardLayer sized) {
        return Math.toIntExact(sized.getNIn());
      }
    }
    throw new IllegalStateException("the head has inputs");
  }

  /** What computes inside of wrappers. */
  private static List<Layer> inner(Layer layer) {
    if (layer instanceof LastTimeStep last) {
      return inner(last.getUnderlying());
    }
    return layer instanceof Bidirectional both
        ? Stream.of(both.getFwd(), both.getBwd()).flatMap(each -> inner(each).stream()).toList()
        : List.of(layer);
  }

  /** Why any layer may be refused; null for none. */
  private String common(int index, Layer layer) {
    if (configuration.getDataType() != DataType.FLOAT) {
      return "data type " + configuration.getDataType() + " found, FLOAT expected";
    }
    InputPreProcessor preprocessor = configuration.getInputPreProcess(index);
    if (preprocessor != null && !known(preprocessor)) {
      return preprocessor + " found, none but that of images expected";
    }
    return learns ? learning(layer) : null;
  }

  private boolean known(InputPreProcessor preprocessor) {
    boolean everyStep = layer(configuration.getConfs().size() - 1) instanceof RnnOutputLayer;
    return images.known(preprocessor)
        || (preprocessor instanceof RnnToFeedForwardPreProcessor && (everyStep || steps.pooled()))
        || (preprocessor instanceof FeedForwardToRnnPreProcessor && everyStep);
  }

  private String learning(Layer layer) {
    if (configuration.getBackpropType() != BackpropType.Standard) {
      return "truncated back-propagation found, the standard one expected";
    }
    for (Layer each : inner(layer)) {
      if (notEmpty(layer.getConstraints()) || notEmpty(each.getConstraints())) {
        return "constraints found, none expected";
      }
      String reason = each instanceof BaseLayer base ? learning(base) : null;
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  private static String learning(BaseLayer layer) {
    if (notEmpty(layer.getRegularization()) || notEmpty(layer.getRegularizationBias())) {
      return "regularisation found, none expected";
    }
    if (layer.getWeightNoise() != null) {
      return "weight noise found, none expected";
    }
    if (layer.getGradientNormalization() != null
        && layer.getGradientNormalization() != GradientNormalization.None) {
      return "gradient normalisation found, none expected";
    }
    return null;
  }

  private static boolean notEmpty(List<?> list) {
    return list != null && !list.isEmpty();
  }

  private String read(Layer layer) {
    String dropped = dropped(layer);
    if (dropped != null || layer instanceof DropoutLayer) {
      return dropped;
    }
    if (Dl4jImages.reads(layer)) {
      return images.read(layer, layers);
    }
    if (Dl4jSteps.reads(layer)) {
      return steps.read(layer);
    }
    if (layer instanceof EmbeddingLayer embedding) {
      return embedding(embedding, embedding.hasBias());
    }
    if (layer instanceof EmbeddingSequenceLayer embedding) {
      return embedding(embedding, embedding.hasBias());
    }
    return layer instanceof DenseLayer dense ? dense(dense) : Dl4jRecurrent.read(layer, layers);
  }

  /** Of one token, or of each token of a sequence. */
  private String embedding(FeedForwardLayer layer, boolean bias) {
    if (bias || !(layer.getActivationFn() instanceof ActivationIdentity)) {
      return "a bias or activation " + layer.getActivationFn() + " found, neither expected";
    }
    layers.add(new Embedding(Math.toIntExact(layer.getNIn()), Math.toIntExact(layer.getNOut())));
    return null;
  }

  /** What a layer drops of what it gets; pools and masks do not, whatever they say. */
  private String dropped(Layer layer) {
    if (layer instanceof NoParamLayer) {
      return null;
    }
    Layer dropping = layer instanceof LastTimeStep last ? last.getUnderlying() : layer;
    boolean elsewhere = dropping instanceof Bidirectional || dropping instanceof Convolution1DLayer;
    if (learns
        && elsewhere
        && inner(dropping).stream().anyMatch(each -> each.getIDropout() != null)) {
      return "dropout inside of it found, none expected";
    }
    boolean passedOver =
        dropping instanceof Bidirectional && !(dropping instanceof MaskedBidirectional);
    return passedOver ? null : drop(dropping.getIDropout());
  }

  /** On what a layer gets. */
  private String drop(IDropout chosen) {
    if (chosen == null || !learns) {
      return null;
    }
    if (chosen instanceof Dropout dropout && dropout.getPSchedule() == null) {
      if (dropout.getP() < 1) {
        layers.add(new Outline.Dropout(1 - dropout.getP()));
      }
      return null;
    }
    return chosen + " found, plain dropout expected";
  }

  private String dense(DenseLayer layer) {
    if (!layer.hasBias() || layer.hasLayerNorm()) {
      return "no bias, or layer normalisation, found; bias and no normalisation expected";
    }
    Activation activation = activation(layer.getActivationFn());
    if (activation == null) {
      return unknown(layer.getActivationFn());
    }
    layers.add(new Dense(Math.toIntExact(layer.getNOut()), activation));
    return null;
  }

  static String unknown(IActivation activation) {
    return "activation " + activation + " found, identity, relu, tanh or sigmoid expected";
  }

  static Activation activation(IActivation chosen) {
    if (chosen instanceof ActivationIdentity) {
      return Activation.IDENTITY;
    }
    if (chosen.equals(new ActivationReLU())) {
      return Activation.RELU;
    }
    if (chosen instanceof ActivationTanH) {
      return Activation.TANH;
    }
    return chosen instanceof ActivationSigmoid ? Activation.SIGMOID : null;
  }

  private String readHead(Layer layer) {
    head = Dl4jHead.read(layer, learns);
    return head == null ? Dl4jHead.EXPECTED : drop(layer.getIDropout());
  }
}
