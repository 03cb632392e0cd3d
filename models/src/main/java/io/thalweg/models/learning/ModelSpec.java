package io.thalweg.models.learning;

import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Target;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import io.thalweg.models.network.Dimensions;
import io.thalweg.models.network.Networks;
import io.thalweg.models.network.Pooling;
import io.thalweg.models.plan.Head;
import java.io.Serializable;
import java.util.List;

/**
 * Everything that a model is made from; with the log it determines the model.
 *
 * @param target what is predicted
 * @param steps longest sequence; shorter ones are padded and masked
 * @param start what the network begins with; null: what its seed makes
 */
public record ModelSpec(
    Features features,
    Target target,
    int steps,
    Architecture network,
    Learning learning,
    Start start)
    implements Serializable {
  /** Rows that a network has room for at least, however small the batches that it learns from. */
  public static final int PREDICTED_TOGETHER = 32;

  public ModelSpec {
    Loss loss = learning.lossOf(target);
    if (!loss.fits(target)) {
      throw new IllegalArgumentException(
          "loss %s of %s found, another one expected".formatted(loss, target));
    }
    int weights = learning.classWeights().size();
    if (weights != 0 && (loss != Loss.CROSS_ENTROPY || weights != target.width())) {
      throw new IllegalArgumentException(
          "%d class weights found, one for each class of %s with cross-entropy expected, or none"
              .formatted(weights, target));
    }
    if (learning.steps() == Learning.Steps.ALL) {
      if (!answersAtEachStep(features, network)) {
        throw new IllegalArgumentException(
            "labels of all steps found with %s, a recurrent network that reads events forwards and"
                    .formatted(network)
                + " answers from the last step expected");
      }
      if (weights != 0) {
        throw new IllegalArgumentException(
            "class weights found with labels of all steps, none expected: weights are of windows");
      }
    }
  }

  /** With the labels of all steps, the network has to answer at each of them as at the newest. */
  private static boolean answersAtEachStep(Features features, Architecture network) {
    return network instanceof Recurrent recurrent
        && !recurrent.bidirectional()
        && recurrent.pooling() == Pooling.LAST
        && features.text() == null;
  }

  /** Of classes, a network that begins as its seed makes it. */
  public ModelSpec(
      Features features, List<String> classes, int steps, Architecture network, Learning learning) {
    this(features, new Target.Classes(classes), steps, network, learning, null);
  }

  /** Names of the classes; none where the target is a number. */
  public List<String> classes() {
    return target instanceof Target.Classes classes ? classes.names() : List.of();
  }

  /** What the network ends in. */
  Head head() {
    return learning.lossOf(target).head(target);
  }

  /** The same network with another start. */
  public ModelSpec withStart(Start other) {
    return new ModelSpec(features, target, steps, network, learning, other);
  }

  /** The same network with another seed. */
  public ModelSpec withSeed(long seed) {
    return new ModelSpec(features, target, steps, network, learning.withSeed(seed), start);
  }

  /**
   * SHA-256, in hexadecimal digits, of all that the meaning of parameters depends on: features,
   * target, steps, architecture, seed and start. Not of how learning goes on (rate, batch, updater
   * …), which may change in a model's life.
   */
  public String fingerprint() {
    return Fingerprint.of(canonical());
  }

  private String canonical() {
    StringBuilder text = new StringBuilder("thalweg model 1\n");
    features.numeric().forEach(name -> line(text, "numeric", name));
    for (Category category : features.categories()) {
      line(text, category.encoding().name(), category.name());
      line(text, "size", category.size());
    }
    if (features.text() != null) {
      line(text, "text", features.text().name());
      line(text, "analyzer", features.text().analyzer());
      line(text, "vocabulary", features.text().vocabulary());
      line(text, "size", features.text().size());
    }
    line(text, "previous label", features.previousLabel());
    line(text, "standardise", features.standardise());
    classes().forEach(name -> line(text, "class", name));
    canonical(text, head().kind());
    line(text, "steps", steps);
    canonical(text, network);
    line(text, "seed", learning.seed());
    if (start != null) {
      line(text, "start", start.checksum());
    }
    return text.toString();
  }

  /** By what parameters mean: losses of one activation go into each other. */
  private static void canonical(StringBuilder text, Head.Kind kind) {
    switch (kind) {
      case SOFTMAX_CROSS_ENTROPY -> {} // the first that there was
      case SIGMOID_CROSS_ENTROPY, SIGMOID_SQUARED_ERROR -> line(text, "output", "sigmoid");
      case IDENTITY_SQUARED_ERROR, IDENTITY_HUBER -> line(text, "output", "number");
    }
  }

  private static void canonical(StringBuilder text, Architecture network) {
    if (network instanceof Recurrent recurrent) {
      line(text, "cell", recurrent.cell());
      line(text, "hidden", recurrent.hidden());
      line(text, "layers", recurrent.layers());
      line(text, "dropout", recurrent.dropout());
      if (recurrent.embedding() != null) {
        line(text, "vocabulary", recurrent.embedding().vocabulary());
        line(text, "embedding", recurrent.embedding().units());
      }
      if (recurrent.bidirectional()) {
        line(text, "bidirectional", true);
      }
      if (recurrent.pooling() != Pooling.LAST) {
        line(text, "pooling", recurrent.pooling());
      }
    } else if (network instanceof Convolutional1d steps) {
      line(text, "kernel", steps.kernel());
      steps.filters().forEach(filters -> line(text, "convolution", filters));
      steps.hidden().forEach(units -> line(text, "dense", units));
      line(text, "dropout", steps.dropout());
      if (steps.embedding() != null) {
        line(text, "vocabulary", steps.embedding().vocabulary());
        line(text, "embedding", steps.embedding().units());
      }
    } else if (network instanceof FeedForward feedForward) {
      feedForward.hidden().forEach(units -> line(text, "dense", units));
      line(text, "activation", feedForward.activation());
      line(text, "dropout", feedForward.dropout());
    } else if (network instanceof Convolutional images) {
      line(text, "height", images.height());
      line(text, "width", images.width());
      line(text, "channels", images.channels());
      images.filters().forEach(filters -> line(text, "convolution", filters));
      images.hidden().forEach(units -> line(text, "dense", units));
      line(text, "dropout", images.dropout());
    } else {
      line(text, "network", "constant");
    }
  }

  /** Each value with its length, so that no two specifications share a text. */
  private static void line(StringBuilder text, String what, Object value) {
    String written = value.toString();
    text.append(what).append(' ').append(written.length()).append(' ').append(written).append('\n');
  }

  /** Events in a window: as many as steps, but one where the steps are a text's tokens. */
  public int events() {
    return features.text() == null ? steps : 1;
  }

  Dimensions dimensions() {
    return new Dimensions(encoder().inputs(), steps, head());
  }

  /** Of the network while it learns; at the newest step it computes the same. */
  Dimensions learnedDimensions() {
    Head head = head();
    boolean all = learning.steps() == Learning.Steps.ALL;
    return new Dimensions(encoder().inputs(), steps, new Head(head.kind(), head.outputs(), all));
  }

  /** An encoder that has learned nothing. */
  Encoder encoder() {
    return new Encoder(features, target);
  }

  /** The encoder of version 0. */
  Encoder initialEncoder() {
    Encoder encoder = encoder();
    if (start != null) {
      start.teach(encoder);
    }
    return encoder;
  }

  /** The parameters of version 0, in DL4J's order. */
  float[] initialParameters() {
    return start == null
        ? Networks.initial(network, dimensions(), learning.seed())
        : start.parameters();
  }

  /** Rows of a batch of the network's. */
  int rows() {
    return Math.max(PREDICTED_TOGETHER, learning.batch());
  }
}
