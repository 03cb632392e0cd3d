package io.thalweg.jobs.file;

import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.events.EventSchema.Image;
import io.thalweg.connectors.events.EventSchema.Limits;
import io.thalweg.connectors.events.EventSchema.TimeFormat;
import io.thalweg.connectors.kafka.LostRecords;
import io.thalweg.jobs.file.Job.Delivery;
import io.thalweg.jobs.file.JobSpec.Serving;
import io.thalweg.models.features.Features.Analyzer;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import io.thalweg.models.features.Features.Text;
import io.thalweg.models.features.Features.Vocabulary;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.Loss;
import io.thalweg.models.learning.Schedule;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Pooling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every key that a job file may hold: its values, their bounds, its default. */
final class Keys {
  private static final List<Key<?>> DECLARED = new ArrayList<>();
  private static final Type<String> FIELD = Type.text("a field's name");
  private static final Type<Format> FORMAT = Type.choice(Format.class);
  private static final Type<TimeFormat> TIME_FORMAT = Type.choice(TimeFormat.class);
  private static final Type<List<String>> COLUMNS =
      new Listing<>(Type.text("a column's name"), "columns", 1, 10_000);
  private static final Type<Duration> OUT_OF_ORDER = Type.duration("0s", "30d");
  private static final Type<Duration> IDLE_TIMEOUT = Type.duration("100ms", "1d");

  static final Key<String> NAME = key(Key.required("name", Type.job()));

  static final Key<String> INPUT_TOPIC = key(Key.required("input.topic", Type.topic()));
  static final Key<Format> INPUT_FORMAT = key(Key.of("input.format", FORMAT, Format.JSON));
  static final Key<List<String>> INPUT_COLUMNS =
      key(Key.optional("input.columns", COLUMNS, "required for csv"));
  static final Key<String> INPUT_KEY =
      key(Key.optional("input.key", FIELD, "one sequence for the topic"));
  static final Key<String> INPUT_EVENT_TIME = key(Key.required("input.event-time", FIELD));
  static final Key<TimeFormat> INPUT_TIME_FORMAT =
      key(Key.of("input.time-format", TIME_FORMAT, TimeFormat.MILLIS));
  static final Key<String> INPUT_ID =
      key(Key.optional("input.id", FIELD, "topic-partition-offset"));
  static final Key<Duration> INPUT_OUT_OF_ORDER =
      key(Key.of("input.out-of-order", OUT_OF_ORDER, Duration.ZERO));
  static final Key<Duration> INPUT_IDLE_TIMEOUT =
      key(Key.optional("input.idle-timeout", IDLE_TIMEOUT, "never idle"));
  static final Key<LostRecords> INPUT_LOST =
      key(Key.of("input.lost-records", Type.choice(LostRecords.class), LostRecords.FAIL));
  static final Key<Duration> INPUT_MAX_AHEAD =
      key(Key.of("input.max-ahead", Type.duration("0s", "100000d"), Duration.ofDays(1)));
  static final Key<Integer> INPUT_MAX_RECORD_BYTES =
      key(
          Key.of(
              "input.max-record-bytes", Type.integer(16, 1 << 24), Limits.DEFAULT.recordBytes()));
  static final Key<Integer> INPUT_MAX_TEXT =
      key(Key.of("input.max-text", Type.integer(1, 1 << 16), Limits.DEFAULT.textLength()));

  static final Key<List<String>> FEATURES_NUMERIC =
      key(Key.of("features.numeric", new Listing<>(FIELD, "fields", 0, 10_000), List.of()));
  static final Key<List<Category>> FEATURES_CATEGORICAL =
      key(
          Key.of(
              "features.categorical",
              new Listing<>(new CategoryType(), "features", 0, 1_000),
              List.of()));
  static final Key<String> CATEGORY_NAME = key(Key.required("features.categorical[].name", FIELD));
  static final Key<Encoding> CATEGORY_ENCODING =
      key(Key.of("features.categorical[].encoding", Type.choice(Encoding.class), Encoding.ONE_HOT));
  static final Key<Integer> CATEGORY_SIZE =
      key(Key.of("features.categorical[].size", Type.integer(2, 65_536), 32));
  static final Key<Image> FEATURES_IMAGE =
      key(Key.optional("features.image", new ImageType(), "no image"));
  static final Key<String> IMAGE_FIELD = key(Key.required("features.image.field", FIELD));
  static final Key<Integer> IMAGE_HEIGHT =
      key(Key.required("features.image.height", Type.integer(1, 512)));
  static final Key<Integer> IMAGE_WIDTH =
      key(Key.required("features.image.width", Type.integer(1, 512)));
  static final Key<Integer> IMAGE_CHANNELS =
      key(Key.of("features.image.channels", Type.integer(1, 16), 1));
  static final Key<Text> FEATURES_TEXT =
      key(Key.optional("features.text", new TextType(), "no text"));
  static final Key<String> TEXT_FIELD = key(Key.required("features.text.field", FIELD));
  static final Key<Analyzer> TEXT_ANALYZER =
      key(Key.of("features.text.analyzer", Type.choice(Analyzer.class), Analyzer.STANDARD));
  static final Key<Vocabulary> TEXT_VOCABULARY =
      key(Key.of("features.text.vocabulary", Type.choice(Vocabulary.class), Vocabulary.GROWING));
  static final Key<Integer> TEXT_SIZE =
      key(Key.of("features.text.size", Type.integer(3, 1_000_000), 10_000));
  static final Key<Integer> TEXT_LENGTH =
      key(Key.of("features.text.length", Type.integer(1, 4_096), 64));
  static final Key<Boolean> FEATURES_PREVIOUS_LABEL =
      key(Key.of("features.previous-label", Type.flag(), false));
  static final Key<Boolean> FEATURES_STANDARDISE =
      key(Key.of("features.standardise", Type.flag(), true));

  static final Key<String> LABEL_FIELD = key(Key.required("label.field", FIELD));
  static final Key<LabelType> LABEL_TYPE =
      key(Key.of("label.type", Type.choice(LabelType.class), LabelType.CLASS));
  static final Key<List<String>> LABEL_CLASSES =
      key(
          Key.optional(
              "label.classes",
              new Listing<>(Type.text("a class's name"), "classes", 2, 1_000),
              "required for classes"));
  static final Key<String> LABEL_TOPIC =
      key(Key.optional("label.topic", Type.topic(), "labels come in the events"));
  static final Key<Format> LABEL_FORMAT =
      key(Key.optional("label.format", FORMAT, "that of the input"));
  static final Key<List<String>> LABEL_COLUMNS =
      key(Key.optional("label.columns", COLUMNS, "required for csv"));
  static final Key<String> LABEL_ID =
      key(Key.optional("label.id", FIELD, "required with label.topic"));
  static final Key<String> LABEL_TIME = key(Key.optional("label.time", FIELD, "input.event-time"));
  static final Key<TimeFormat> LABEL_TIME_FORMAT =
      key(Key.optional("label.time-format", TIME_FORMAT, "that of the input"));
  static final Key<Duration> LABEL_WAIT =
      key(Key.of("label.wait", Type.duration("0s", "365d"), Duration.ofHours(1)));
  static final Key<Duration> LABEL_OUT_OF_ORDER =
      key(Key.of("label.out-of-order", OUT_OF_ORDER, Duration.ZERO));
  static final Key<Duration> LABEL_IDLE_TIMEOUT =
      key(Key.of("label.idle-timeout", Type.duration("0s", "1d"), Duration.ofSeconds(30)));

  static final Key<Integer> SEQUENCE = key(Key.of("sequence", Type.integer(1, 4_096), 24));

  static final Key<NetworkType> NETWORK_TYPE =
      key(Key.of("network.type", Type.choice(NetworkType.class), NetworkType.LSTM));
  static final Key<List<Integer>> NETWORK_HIDDEN =
      key(Key.of("network.hidden", new UnitsType(4_096, 16), List.of(64)));
  static final Key<List<Integer>> NETWORK_FILTERS =
      key(Key.of("network.filters", new UnitsType(1_024, 8), List.of(32, 64, 64)));
  static final Key<Integer> NETWORK_KERNEL = key(Key.of("network.kernel", Type.integer(1, 64), 3));
  static final Key<Boolean> NETWORK_BIDIRECTIONAL =
      key(Key.of("network.bidirectional", Type.flag(), false));
  static final Key<Pooling> NETWORK_POOLING =
      key(Key.of("network.pooling", Type.choice(Pooling.class), Pooling.LAST));
  static final Key<Integer> NETWORK_LAYERS = key(Key.of("network.layers", Type.integer(1, 16), 1));
  static final Key<Integer> NETWORK_EMBEDDING =
      key(Key.of("network.embedding", Type.integer(1, 1_024), 32));
  static final Key<Activation> NETWORK_ACTIVATION =
      key(Key.of("network.activation", Type.choice(Activation.class), Activation.RELU));
  static final Key<Double> NETWORK_DROPOUT =
      key(Key.of("network.dropout", Type.real("0", true, "1", false), 0.0));
  static final Key<String> NETWORK_START =
      key(
          Key.optional(
              "network.start",
              Type.text("the path of a DL4J zip or a Keras HDF5 file"),
              "what the seed makes"));

  static final Key<Updater> LEARNING_UPDATER =
      key(Key.of("learning.updater", Type.choice(Updater.class), Updater.ADAM));
  static final Key<Double> LEARNING_RATE =
      key(Key.of("learning.rate", Type.real("0", false, "10", true), 0.003));
  static final Key<Integer> LEARNING_WARM_UP =
      key(Key.of("learning.warm-up", Type.integer(0, 1_000_000), Schedule.CONSTANT.warmUp()));
  static final Key<Double> LEARNING_DECAY =
      key(Key.of("learning.decay", Type.real("0", false, "1", true), Schedule.CONSTANT.decay()));
  static final Key<Double> LEARNING_FLOOR =
      key(Key.of("learning.floor", Type.real("0", true, "1", true), Schedule.CONSTANT.floor()));
  static final Key<Double> LEARNING_WEIGHT_DECAY =
      key(Key.of("learning.weight-decay", Type.real("0", true, "1", true), Learning.WEIGHT_DECAY));
  static final Key<Integer> LEARNING_BATCH =
      key(Key.of("learning.batch", Type.integer(1, 4_096), 32));
  static final Key<Integer> LEARNING_UPDATES =
      key(Key.of("learning.updates", Type.integer(1, 100), 2));
  static final Key<Integer> LEARNING_REHEARSAL =
      key(Key.of("learning.rehearsal", Type.integer(0, 1_000_000), 2_000));
  static final Key<Loss> LEARNING_LOSS =
      key(
          Key.optional(
              "learning.loss",
              Type.choice(Loss.class),
              "cross-entropy for classes, mse for numbers"));
  static final Key<Learning.Steps> LEARNING_STEPS =
      key(Key.of("learning.steps", Type.choice(Learning.Steps.class), Learning.Steps.NEWEST));
  static final Key<List<Double>> LEARNING_CLASS_WEIGHTS =
      key(
          Key.of(
              "learning.class-weights",
              new Listing<>(Type.real("0", false, "1e6", true), "weights", 0, 1_000),
              List.of()));
  static final Key<Double> LEARNING_CLIP_NORM =
      key(Key.of("learning.clip-norm", Type.real("0", true, "1e6", true), 1.0));
  static final Key<Long> LEARNING_SEED = key(Key.of("learning.seed", Type.seed(), 1L));

  static final Key<Serving> SERVING =
      key(Key.of("serving", Type.choice(Serving.class), Serving.LOCKSTEP));
  static final Key<Integer> PUBLISH_EVERY =
      key(Key.of("publish-every", Type.integer(1, 1_000_000), 10));
  static final Key<Integer> EVALUATION_WINDOW =
      key(Key.of("evaluation-window", Type.integer(1, 1_000_000), 1_000));

  static final Key<String> OUTPUT_PREDICTIONS = output("predictions");
  static final Key<String> OUTPUT_MODEL = output("model");
  static final Key<String> OUTPUT_METRICS = output("metrics");
  static final Key<String> OUTPUT_LATE = output("late");
  static final Key<String> OUTPUT_DEAD_LETTER = output("dead-letter");

  static final Key<Delivery> DELIVERY =
      key(Key.of("delivery", Type.choice(Delivery.class), Delivery.AT_LEAST_ONCE));
  static final Key<Duration> CHECKPOINT =
      key(Key.of("checkpoint", Type.duration("100ms", "1h"), Duration.ofSeconds(10)));
  static final Key<Integer> PARALLELISM = key(Key.of("parallelism", Type.integer(1, 128), 1));
  static final Key<Duration> STATE_TIME_TO_LIVE =
      key(Key.of("state.time-to-live", Type.duration("1s", "36500d"), Duration.ofDays(30)));
  static final Key<Integer> STATE_MAX_KEYS =
      key(Key.of("state.max-keys", Type.integer(1, 10_000_000), 10_000));
  static final Key<Map<String, String>> KAFKA =
      key(Key.of("kafka", new KafkaProperties(), Map.of()));

  /** In the order of the reference. */
  static final List<Key<?>> ALL = List.copyOf(DECLARED);

  /** The keys of an element of features.categorical. */
  static final List<Key<?>> CATEGORY = List.of(CATEGORY_NAME, CATEGORY_ENCODING, CATEGORY_SIZE);

  /** The keys of features.image. */
  static final List<Key<?>> IMAGE = List.of(IMAGE_FIELD, IMAGE_HEIGHT, IMAGE_WIDTH, IMAGE_CHANNELS);

  /** The keys of features.text. */
  static final List<Key<?>> TEXT =
      List.of(TEXT_FIELD, TEXT_ANALYZER, TEXT_VOCABULARY, TEXT_SIZE, TEXT_LENGTH);

  /** The keys of the file itself. */
  static final List<Key<?>> FILE =
      ALL.stream()
          .filter(key -> Stream.of(CATEGORY, IMAGE, TEXT).noneMatch(keys -> keys.contains(key)))
          .toList();

  private Keys() {}

  private static Key<String> output(String topic) {
    return key(Key.optional("output." + topic, Type.topic(), "NAME." + topic));
  }

  private static <T> Key<T> key(Key<T> key) {
    DECLARED.add(key);
    return key;
  }
}
