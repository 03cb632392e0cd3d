package io.thalweg.jobs.file;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Image;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning.Steps;
import io.thalweg.models.learning.Loss;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Pooling;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keys must be to each other. A key that is wrong by itself is left out of the checks. */
final class CrossChecks {
  private static final long MOST_PARAMETERS = 20_000_000;
  private static final long MOST_IN_A_BATCH = 10_000_000;
  private static final long MOST_ACTIVATIONS = 100_000_000;
  private static final long MOST_REHEARSED = 100_000_000;

  private static final List<Key<?>> ONLY_WITH_LABEL_TOPIC =
      List.of(
          Keys.LABEL_FORMAT,
          Keys.LABEL_COLUMNS,
          Keys.LABEL_ID,
          Keys.LABEL_TIME,
          Keys.LABEL_TIME_FORMAT,
          Keys.LABEL_WAIT,
          Keys.LABEL_OUT_OF_ORDER,
          Keys.LABEL_IDLE_TIMEOUT);

  private final Document document;
  private final Mistakes mistakes;
  private final SpecReader values;
  private final CommonChecks common;

  CrossChecks(Document document, Mistakes mistakes, SpecReader values) {
    this.document = document;
    this.mistakes = mistakes;
    this.values = values;
    common = new CommonChecks(document, mistakes);
  }

  void check() {
    features();
    inputColumns();
    labels();
    topics();
    network();
    target();
    steps();
    common.transactions(values.get(Keys.DELIVERY), values.get(Keys.CHECKPOINT));
    memory();
  }

  private void features() {
    Map<String, Key<?>> roles = new HashMap<>();
    values.get(Keys.INPUT_EVENT_TIME).ifPresent(name -> roles.put(name, Keys.INPUT_EVENT_TIME));
    values.get(Keys.INPUT_ID).ifPresent(name -> roles.put(name, Keys.INPUT_ID));
    if (!document.has(Keys.LABEL_TOPIC)) {
      values.get(Keys.LABEL_FIELD).ifPresent(name -> roles.put(name, Keys.LABEL_FIELD));
    }
    values
        .get(Keys.FEATURES_NUMERIC)
        .ifPresent(names -> names.forEach(name -> feature(Keys.FEATURES_NUMERIC, name, roles)));
    categories()
        .ifPresent(names -> names.forEach(name -> feature(Keys.FEATURES_CATEGORICAL, name, roles)));
    values
        .get(Keys.FEATURES_IMAGE)
        .ifPresent(image -> feature(Keys.FEATURES_IMAGE, image.field(), roles));
    values
        .get(Keys.FEATURES_TEXT)
        .ifPresent(text -> feature(Keys.FEATURES_TEXT, text.name(), roles));
    for (Key<?> single : List.of(Keys.FEATURES_IMAGE, Keys.FEATURES_TEXT)) {
      if (document.has(single)) {
        alone(single);
      }
    }
    if (values.get(Keys.FEATURES_NUMERIC).filter(List::isEmpty).isPresent()
        && values.get(Keys.FEATURES_CATEGORICAL).filter(List::isEmpty).isPresent()
        && values.get(Keys.FEATURES_PREVIOUS_LABEL).filter(previous -> !previous).isPresent()
        && !document.has(Keys.FEATURES_IMAGE)
        && !document.has(Keys.FEATURES_TEXT)) {
      document.missing(
          Keys.FEATURES_NUMERIC, "name at least one feature: a network needs an input");
    }
  }

  /** What goes into the network alone. */
  private void alone(Key<?> single) {
    for (Key<?> other :
        List.of(
            Keys.FEATURES_NUMERIC,
            Keys.FEATURES_CATEGORICAL,
            Keys.FEATURES_IMAGE,
            Keys.FEATURES_PREVIOUS_LABEL,
            Keys.FEATURES_STANDARDISE)) {
      if (!other.equals(single) && document.has(other)) {
        wrong(other, "it beside " + single.path(), "one of the two", "remove one of them");
      }
    }
  }

  private void feature(Key<?> key, String name, Map<String, Key<?>> roles) {
    Key<?> other = roles.putIfAbsent(name, key);
    if (other != null) {
      wrong(
          key,
          "'" + name + "', which is also in " + other.path(),
          "fields with one role each",
          "take it out of one of the two");
    }
  }

  private Optional<List<String>> categories() {
    return values
        .get(Keys.FEATURES_CATEGORICAL)
        .map(categories -> categories.stream().map(Category::name).toList());
  }

  private void inputColumns() {
    Map<Key<?>, List<String>> fields = new LinkedHashMap<>();
    for (Key<String> key : List.of(Keys.INPUT_KEY, Keys.INPUT_EVENT_TIME, Keys.INPUT_ID)) {
      values.get(key).ifPresent(name -> fields.put(key, List.of(name)));
    }
    values.get(Keys.FEATURES_NUMERIC).ifPresent(x -> fields.put(Keys.FEATURES_NUMERIC, x));
    categories().ifPresent(x -> fields.put(Keys.FEATURES_CATEGORICAL, x));
    values
        .get(Keys.FEATURES_IMAGE)
        .ifPresent(image -> fields.put(Keys.FEATURES_IMAGE, List.of(image.field())));
    values
        .get(Keys.FEATURES_TEXT)
        .ifPresent(text -> fields.put(Keys.FEATURES_TEXT, List.of(text.name())));
    if (!document.has(Keys.LABEL_TOPIC)) {
      values.get(Keys.LABEL_FIELD).ifPresent(x -> fields.put(Keys.LABEL_FIELD, List.of(x)));
    }
    values.get(Keys.INPUT_FORMAT).ifPresent(format -> columns(format, Keys.INPUT_COLUMNS, fields));
  }

  private void columns(
      Format format, Key<List<String>> columnsKey, Map<Key<?>, List<String>> fields) {
    if (format == Format.CSV && !document.has(columnsKey)) {
      document.missing(columnsKey, "name the columns of the CSV in their order");
    }
    if (format == Format.JSON && document.has(columnsKey)) {
      wrong(columnsKey, "columns with JSON", "them with csv only", "remove them");
      return;
    }
    values
        .get(columnsKey)
        .ifPresent(
            columns ->
                fields.forEach(
                    (key, names) ->
                        names.stream()
                            .filter(name -> !columns.contains(name))
                            .forEach(
                                name ->
                                    wrong(
                                        key,
                                        "'" + name + "'",
                                        "one of " + columnsKey.path(),
                                        "add the column or correct the name"))));
  }

  private void labels() {
    if (!document.has(Keys.LABEL_TOPIC)) {
      for (Key<?> key : ONLY_WITH_LABEL_TOPIC) {
        if (document.has(key)) {
          wrong(
              key,
              "it without label.topic",
              "it only where labels have a topic of their own",
              "add label.topic or remove it");
        }
      }
      return;
    }
    if (!document.has(Keys.LABEL_ID)) {
      document.missing(Keys.LABEL_ID, "name the field of a label that holds its event's id");
    }
    Map<Key<?>, List<String>> fields = new LinkedHashMap<>();
    values.get(Keys.LABEL_ID).ifPresent(name -> fields.put(Keys.LABEL_ID, List.of(name)));
    values.labelTime().ifPresent(name -> fields.put(Keys.LABEL_TIME, List.of(name)));
    values.get(Keys.LABEL_FIELD).ifPresent(name -> fields.put(Keys.LABEL_FIELD, List.of(name)));
    columns(values.labelFormat(), Keys.LABEL_COLUMNS, fields);
  }

  private void topics() {
    Map<Key<String>, Optional<String>> names = new LinkedHashMap<>();
    names.put(Keys.INPUT_TOPIC, values.get(Keys.INPUT_TOPIC));
    names.put(Keys.LABEL_TOPIC, values.get(Keys.LABEL_TOPIC));
    for (Key<String> key :
        List.of(
            Keys.OUTPUT_PREDICTIONS,
            Keys.OUTPUT_MODEL,
            Keys.OUTPUT_METRICS,
            Keys.OUTPUT_LATE,
            Keys.OUTPUT_DEAD_LETTER)) {
      names.put(key, values.output(key));
    }
    common.topics(names);
  }

  private void network() {
    Optional<NetworkType> type = values.get(Keys.NETWORK_TYPE);
    boolean severalWidths =
        values.get(Keys.NETWORK_HIDDEN).filter(units -> units.size() > 1).isPresent();
    if (severalWidths && type.filter(NetworkType::recurrent).isPresent()) {
      wrong(
          Keys.NETWORK_HIDDEN,
          "a list of units",
          "one number for all recurrent layers",
          "write one number, and how many layers in network.layers");
    }
    if (severalWidths && document.has(Keys.NETWORK_LAYERS)) {
      wrong(
          Keys.NETWORK_LAYERS,
          "it beside a list in network.hidden",
          "one of the two",
          "remove it: the list says how many layers there are");
    }
    if (document.has(Keys.NETWORK_ACTIVATION)
        && type.filter(chosen -> chosen != NetworkType.FEED_FORWARD).isPresent()) {
      wrong(
          Keys.NETWORK_ACTIVATION,
          "it with another type",
          "it with feed-forward only",
          "remove it: recurrent cells have activations of their own, convolutions ReLU");
    }
    boolean single = document.has(Keys.FEATURES_IMAGE) || document.has(Keys.FEATURES_TEXT);
    if ((single || type.filter(chosen -> !chosen.readsSequences()).isPresent())
        && document.has(Keys.SEQUENCE)
        && values.get(Keys.SEQUENCE).filter(events -> events > 1).isPresent()) {
      wrong(
          Keys.SEQUENCE,
          single
              ? "several events of an image or a text each"
              : "several events with " + Keys.NETWORK_TYPE.type().show(type.orElseThrow()),
          "1",
          "leave it out: lstm, gru, simple-rnn and cnn-1d read sequences of events, and a text has features.text.length");
    }
    for (Key<?> key : List.of(Keys.NETWORK_BIDIRECTIONAL, Keys.NETWORK_POOLING)) {
      if (document.has(key) && type.filter(chosen -> !chosen.recurrent()).isPresent()) {
        wrong(key, "it with another type", "it with lstm, gru or simple-rnn only", "remove it");
      }
    }
    boolean text = document.has(Keys.FEATURES_TEXT);
    if (text && type.filter(chosen -> !chosen.readsTexts()).isPresent()) {
      wrong(
          Keys.NETWORK_TYPE,
          "it with features.text",
          "lstm, gru, simple-rnn or cnn-1d",
          "choose one of them: the words of a text are a sequence");
    }
    if (!text && document.has(Keys.NETWORK_EMBEDDING)) {
      wrong(
          Keys.NETWORK_EMBEDDING,
          "it without a text",
          "it with features.text only",
          "remove it: numbers go into the network as they are");
    }
    if (document.has(Keys.NETWORK_START)
        && type.filter(chosen -> chosen == NetworkType.CONSTANT).isPresent()) {
      wrong(Keys.NETWORK_START, "it with constant", "it with a network that learns", "remove it");
    }
    type.ifPresent(this::convolutions);
  }

  private void convolutions(NetworkType type) {
    if (document.has(Keys.NETWORK_KERNEL) && type != NetworkType.CNN_1D) {
      wrong(Keys.NETWORK_KERNEL, "it with another type", "it with cnn-1d only", "remove it");
    }
    if (document.has(Keys.NETWORK_FILTERS) && !type.convolutional()) {
      wrong(
          Keys.NETWORK_FILTERS, "it with another type", "it with cnn or cnn-1d only", "remove it");
    }
    if (document.has(Keys.NETWORK_LAYERS) && type.convolutional()) {
      wrong(
          Keys.NETWORK_LAYERS,
          "it with " + Keys.NETWORK_TYPE.type().show(type),
          "network.filters for convolutions and network.hidden for dense layers",
          "remove it");
    }
    if (type == NetworkType.CNN) {
      images();
    }
  }

  private void images() {
    if (!document.has(Keys.FEATURES_IMAGE)) {
      document.missing(Keys.FEATURES_IMAGE, "say which field holds the image");
    }
    Optional<Image> image = values.get(Keys.FEATURES_IMAGE);
    Optional<List<Integer>> filters = values.get(Keys.NETWORK_FILTERS);
    if (image.isPresent() && filters.isPresent()) {
      int most = mostConvolutions(image.get());
      if (filters.get().size() > most) {
        wrong(
            Keys.NETWORK_FILTERS,
            filters.get().size() + " convolutions with pools between them",
            "at most " + most + " on an image of that size",
            "choose fewer");
      }
    }
  }

  private static int mostConvolutions(Image image) {
    int most = 0;
    while (Convolutional.left(Math.min(image.height(), image.width()), most + 1) >= 1) {
      most++;
    }
    return most;
  }

  private void target() {
    boolean number = values.get(Keys.LABEL_TYPE).filter(LabelType.NUMBER::equals).isPresent();
    if (number && document.has(Keys.LABEL_CLASSES)) {
      wrong(Keys.LABEL_CLASSES, "it with numbers", "it with classes only", "remove it");
    } else if (!number && !document.has(Keys.LABEL_CLASSES)) {
      document.missing(Keys.LABEL_CLASSES, "add it, or label.type: number if it is one");
    }
    values.target().ifPresent(this::loss);
  }

  private void loss(Target target) {
    Loss loss = values.get(Keys.LEARNING_LOSS).orElse(Loss.of(target));
    if (!loss.fits(target)) {
      wrong(
          Keys.LEARNING_LOSS,
          target instanceof Target.Classes
              ? "it with %d classes".formatted(target.width())
              : "it with numbers",
          "cross-entropy for classes, binary-cross-entropy or mse for two, mse or huber for numbers",
          "choose one of these");
    } else if (loss == Loss.CROSS_ENTROPY) {
      classWeights(target.width());
    } else if (values.get(Keys.LEARNING_CLASS_WEIGHTS).filter(w -> !w.isEmpty()).isPresent()) {
      wrong(
          Keys.LEARNING_CLASS_WEIGHTS,
          "it with another loss",
          "it with cross-entropy only",
          "remove it");
    }
  }

  private void steps() {
    if (values.get(Keys.LEARNING_STEPS).filter(Steps.ALL::equals).isEmpty()) {
      return;
    }
    boolean recurrent = values.get(Keys.NETWORK_TYPE).filter(NetworkType::recurrent).isPresent();
    boolean both = values.get(Keys.NETWORK_BIDIRECTIONAL).orElse(false);
    boolean last = values.get(Keys.NETWORK_POOLING).orElse(Pooling.LAST) == Pooling.LAST;
    if (!recurrent || both || !last || document.has(Keys.FEATURES_TEXT)) {
      wrong(
          Keys.LEARNING_STEPS,
          "'all' with a network that does not answer at each event of a sequence",
          "it with lstm, gru or simple-rnn over events, in one direction and pooling: last",
          "leave it out, or change the network");
    } else if (values.get(Keys.LEARNING_CLASS_WEIGHTS).filter(w -> !w.isEmpty()).isPresent()) {
      wrong(
          Keys.LEARNING_CLASS_WEIGHTS,
          "it with learning.steps: all",
          "it with learning.steps: newest only",
          "remove one of the two");
    }
  }

  private void classWeights(int classes) {
    int weights = values.get(Keys.LEARNING_CLASS_WEIGHTS).map(List::size).orElse(0);
    if (classes > 0 && weights > 0 && weights != classes) {
      wrong(
          Keys.LEARNING_CLASS_WEIGHTS,
          weights + " weights",
          "as many as label.classes has, " + classes,
          "give one for each class, in their order");
    }
  }

  private void memory() {
    if (!Keys.FILE.stream().allMatch(key -> values.get(key).isPresent() || key.otherwise() == null)
        || values.target().isEmpty()
        || !mistakes.none()) {
      return;
    }
    long inputs = inputs();
    long parameters = values.network().parameters(inputs, values.target().orElseThrow().width());
    long row = numbers() + values.get(Keys.FEATURES_CATEGORICAL).orElseThrow().size() + 1L;
    long rehearsed = row * values.steps() * values.get(Keys.LEARNING_REHEARSAL).orElseThrow();
    long steps =
        Math.max(ModelSpec.PREDICTED_TOGETHER, values.get(Keys.LEARNING_BATCH).orElseThrow())
            * (long) values.steps();
    long activations = steps * values.network().activations(inputs);
    if (parameters > MOST_PARAMETERS) {
      wrong(
          Keys.NETWORK_HIDDEN,
          "a network of " + parameters + " parameters",
          "at most " + MOST_PARAMETERS,
          "choose fewer units, layers, or sizes of categorical features");
    } else if (rehearsed > MOST_REHEARSED) {
      wrong(
          Keys.LEARNING_REHEARSAL,
          rehearsed + " remembered values (examples × sequence × features)",
          "at most " + MOST_REHEARSED,
          "remember fewer examples");
    } else if (steps * inputs > MOST_IN_A_BATCH) {
      wrong(
          Keys.LEARNING_BATCH,
          steps * inputs + " values in a batch (examples, at least 32, × sequence × inputs)",
          "at most " + MOST_IN_A_BATCH,
          "learn from smaller batches, shorter sequences or fewer features");
    } else if (activations > MOST_ACTIVATIONS) {
      wrong(
          Keys.LEARNING_BATCH,
          "about "
              + activations
              + " activations in a batch (examples, at least 32, × sequence × what layers keep)",
          "at most " + MOST_ACTIVATIONS,
          "learn from smaller batches or shorter sequences, or choose fewer units");
    }
  }

  private long inputs() {
    if (values.get(Keys.FEATURES_TEXT).isPresent()) {
      return 1;
    }
    long inputs =
        numbers()
            + values.get(Keys.FEATURES_CATEGORICAL).orElseThrow().stream()
                .mapToLong(Category::size)
                .sum();
    return values.get(Keys.FEATURES_PREVIOUS_LABEL).orElseThrow()
        ? inputs + values.target().orElseThrow().inputs()
        : inputs;
  }

  private long numbers() {
    return values
        .get(Keys.FEATURES_IMAGE)
        .map(Image::size)
        .orElseGet(() -> values.get(Keys.FEATURES_NUMERIC).orElseThrow().size());
  }

  private void wrong(Key<?> key, String found, String expected, String remedy) {
    mistakes.add(document.line(key), key.path(), found, expected, remedy);
  }
}
