package io.thalweg.jobs.file;

import io.thalweg.connectors.events.Decoders;
import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Image;
import io.thalweg.connectors.events.EventSchema.Limits;
import io.thalweg.connectors.events.LabelSchema;
import io.thalweg.jobs.file.JobSpec.Input;
import io.thalweg.jobs.file.JobSpec.Labels;
import io.thalweg.jobs.file.JobSpec.Output;
import io.thalweg.jobs.file.JobSpec.State;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.learning.StartFile;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Architecture.Constant;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.Embedding;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads every key, checks them against each other and makes the job of them. */
final class SpecReader {
  private final Path folder;
  private final Document document;
  private final Mistakes mistakes;
  private final Values values;

  /**
   * @param folder that relative paths count from
   */
  SpecReader(Path folder, Document document, Mistakes mistakes) {
    this.folder = folder;
    this.document = document;
    this.mistakes = mistakes;
    values = new Values(document, Keys.FILE);
  }

  /** What the file says or the default; empty: neither, or something wrong. */
  <T> Optional<T> get(Key<T> key) {
    return values.get(key);
  }

  JobSpec read() {
    new CrossChecks(document, mistakes, this).check();
    mistakes.throwIfAny();
    JobSpec spec = spec();
    checkFields(spec);
    return get(Keys.NETWORK_START).map(file -> started(spec, file)).orElse(spec);
  }

  /** The job with what its network begins with. */
  private JobSpec started(JobSpec spec, String file) {
    Path zip = folder;
    try {
      zip = folder.resolve(file).normalize();
      return spec.withModel(spec.model().withStart(StartFile.read(zip, spec.model())));
    } catch (IOException unreadable) {
      wrongStart(
          file, "but %s cannot be read".formatted(zip), "check the name and the permissions");
    } catch (IllegalArgumentException unfit) {
      wrongStart(
          file,
          "but " + unfit.getMessage(),
          "name a file of the same network and features, or make those of the job the same");
    }
    mistakes.throwIfAny();
    throw new IllegalStateException("a file that is no start is a mistake");
  }

  private void wrongStart(String file, String reason, String remedy) {
    mistakes.add(
        document.line(Keys.NETWORK_START),
        "field '%s': found '%s', %s; %s"
            .formatted(Keys.NETWORK_START.path(), file, reason, remedy));
  }

  /** Fields that cannot all be read from one record, such as {@code a} and {@code a.b}. */
  private void checkFields(JobSpec spec) {
    try {
      Decoders.events(spec.input().schema());
      spec.labels().ifPresent(labels -> Decoders.labels(labels.schema()));
    } catch (IllegalArgumentException unreadable) {
      mistakes.add(
          document.line(Keys.INPUT_TOPIC),
          unreadable.getMessage() + "; correct the names of the fields");
      mistakes.throwIfAny();
    }
  }

  private <T> T value(Key<T> key) {
    return values.value(key);
  }

  /** The name of an output topic. */
  Optional<String> output(Key<String> key) {
    return values.topic(key);
  }

  private JobSpec spec() {
    return new JobSpec(
        value(Keys.NAME),
        new Input(
            value(Keys.INPUT_TOPIC),
            events(),
            value(Keys.INPUT_OUT_OF_ORDER),
            get(Keys.INPUT_IDLE_TIMEOUT),
            value(Keys.INPUT_LOST)),
        get(Keys.LABEL_TOPIC).map(this::labels),
        model(),
        value(Keys.SERVING),
        value(Keys.PUBLISH_EVERY),
        value(Keys.EVALUATION_WINDOW),
        new Output(
            output(Keys.OUTPUT_PREDICTIONS).orElseThrow(),
            output(Keys.OUTPUT_MODEL).orElseThrow(),
            output(Keys.OUTPUT_METRICS).orElseThrow(),
            output(Keys.OUTPUT_LATE).orElseThrow(),
            output(Keys.OUTPUT_DEAD_LETTER).orElseThrow()),
        value(Keys.DELIVERY),
        value(Keys.CHECKPOINT),
        value(Keys.PARALLELISM),
        new State(value(Keys.STATE_TIME_TO_LIVE), value(Keys.STATE_MAX_KEYS)),
        value(Keys.KAFKA));
  }

  private EventSchema events() {
    return new EventSchema(
        value(Keys.INPUT_FORMAT),
        get(Keys.INPUT_COLUMNS).orElse(List.of()),
        get(Keys.INPUT_KEY).orElse(null),
        value(Keys.INPUT_EVENT_TIME),
        value(Keys.INPUT_TIME_FORMAT),
        get(Keys.INPUT_ID).orElse(null),
        value(Keys.FEATURES_NUMERIC),
        texts(),
        get(Keys.FEATURES_IMAGE).orElse(null),
        get(Keys.LABEL_TOPIC).isPresent() ? null : value(Keys.LABEL_FIELD),
        classes(),
        limits(),
        value(Keys.INPUT_MAX_AHEAD).toMillis());
  }

  private Labels labels(String topic) {
    return new Labels(
        topic,
        new LabelSchema(
            labelFormat(),
            get(Keys.LABEL_COLUMNS).orElse(List.of()),
            value(Keys.LABEL_ID),
            labelTime().orElseThrow(),
            get(Keys.LABEL_TIME_FORMAT).orElse(value(Keys.INPUT_TIME_FORMAT)),
            value(Keys.LABEL_FIELD),
            classes(),
            limits(),
            value(Keys.INPUT_MAX_AHEAD).toMillis()),
        value(Keys.LABEL_WAIT),
        value(Keys.LABEL_OUT_OF_ORDER),
        Optional.of(value(Keys.LABEL_IDLE_TIMEOUT)).filter(timeout -> !timeout.isZero()));
  }

  Format labelFormat() {
    return get(Keys.LABEL_FORMAT).or(() -> get(Keys.INPUT_FORMAT)).orElse(Format.JSON);
  }

  Optional<String> labelTime() {
    return get(Keys.LABEL_TIME).or(() -> get(Keys.INPUT_EVENT_TIME));
  }

  private Limits limits() {
    return new Limits(value(Keys.INPUT_MAX_RECORD_BYTES), value(Keys.INPUT_MAX_TEXT));
  }

  private ModelSpec model() {
    return new ModelSpec(
        features(),
        target().orElseThrow(),
        steps(),
        network(),
        new Learning(
            value(Keys.LEARNING_UPDATER),
            value(Keys.LEARNING_RATE),
            new Schedule(
                value(Keys.LEARNING_WARM_UP),
                value(Keys.LEARNING_DECAY),
                value(Keys.LEARNING_FLOOR)),
            value(Keys.LEARNING_WEIGHT_DECAY),
            value(Keys.LEARNING_BATCH),
            value(Keys.LEARNING_UPDATES),
            value(Keys.LEARNING_REHEARSAL),
            value(Keys.LEARNING_CLASS_WEIGHTS),
            get(Keys.LEARNING_LOSS).orElse(null),
            value(Keys.LEARNING_STEPS),
            value(Keys.LEARNING_CLIP_NORM),
            value(Keys.LEARNING_SEED)),
        null);
  }

  /** Empty where classes are missing or something is wrong with the label. */
  Optional<Target> target() {
    return get(Keys.LABEL_TYPE).orElse(LabelType.CLASS) == LabelType.NUMBER
        ? Optional.of(new Target.Quantity())
        : get(Keys.LABEL_CLASSES).map(Target.Classes::new);
  }

  /** Names of the classes; none where the label is a number. */
  private List<String> classes() {
    return get(Keys.LABEL_CLASSES).orElse(List.of());
  }

  private List<String> texts() {
    return get(Keys.FEATURES_TEXT)
        .map(text -> List.of(text.name()))
        .orElseGet(() -> value(Keys.FEATURES_CATEGORICAL).stream().map(Category::name).toList());
  }

  private Features features() {
    return get(Keys.FEATURES_TEXT)
        .map(Features::ofText)
        .or(
            () ->
                get(Keys.FEATURES_IMAGE)
                    .map(image -> Features.ofImage(image.field(), image.size())))
        .orElseGet(
            () ->
                new Features(
                    value(Keys.FEATURES_NUMERIC),
                    value(Keys.FEATURES_CATEGORICAL),
                    value(Keys.FEATURES_PREVIOUS_LABEL),
                    value(Keys.FEATURES_STANDARDISE)));
  }

  Architecture network() {
    NetworkType type = value(Keys.NETWORK_TYPE);
    List<Integer> hidden = value(Keys.NETWORK_HIDDEN);
    double dropout = value(Keys.NETWORK_DROPOUT);
    int layers = value(Keys.NETWORK_LAYERS);
    Embedding embedding =
        get(Keys.FEATURES_TEXT)
            .map(text -> new Embedding(text.size(), value(Keys.NETWORK_EMBEDDING)))
            .orElse(null);
    if (type.recurrent()) {
      return new Recurrent(
          type.cell(),
          hidden.get(0),
          layers,
          dropout,
          embedding,
          value(Keys.NETWORK_BIDIRECTIONAL),
          value(Keys.NETWORK_POOLING));
    }
    if (type == NetworkType.CNN_1D) {
      return new Convolutional1d(
          value(Keys.NETWORK_FILTERS), value(Keys.NETWORK_KERNEL), hidden, dropout, embedding);
    }
    if (type == NetworkType.CONSTANT) {
      return new Constant();
    }
    if (type == NetworkType.CNN) {
      Image image = value(Keys.FEATURES_IMAGE);
      return new Convolutional(
          image.height(),
          image.width(),
          image.channels(),
          value(Keys.NETWORK_FILTERS),
          hidden,
          dropout);
    }
    List<Integer> units = hidden.size() == 1 ? Collections.nCopies(layers, hidden.get(0)) : hidden;
    return new FeedForward(units, value(Keys.NETWORK_ACTIVATION), dropout);
  }

  /** Steps of a window: events, or the tokens of a text. */
  int steps() {
    if (get(Keys.FEATURES_TEXT).isPresent()) {
      return value(Keys.FEATURES_TEXT).length();
    }
    boolean one =
        get(Keys.FEATURES_IMAGE).isPresent() || !value(Keys.NETWORK_TYPE).readsSequences();
    return one ? 1 : value(Keys.SEQUENCE);
  }
}
