package io.thalweg.jobs.file;

import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.LabelSchema;
import io.thalweg.jobs.file.JobSpec.Labels;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Start;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Architecture.Convolutional;
import io.thalweg.models.network.Architecture.Convolutional1d;
import io.thalweg.models.network.Architecture.FeedForward;
import io.thalweg.models.network.Architecture.Recurrent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A job written as a job file, everything said. */
final class JobText {
  private final KeyLines lines = new KeyLines();

  private JobText() {}

  static KeyLines of(JobSpec spec) {
    JobText job = new JobText();
    job.line(Keys.NAME, spec.name());
    job.input(spec);
    job.features(spec);
    job.label(spec);
    job.line(Keys.SEQUENCE, spec.model().events());
    job.network(spec.model().network());
    job.line(Keys.NETWORK_START, Optional.ofNullable(spec.model().start()).map(Start::file));
    job.learning(spec.model().learning());
    job.line(Keys.SERVING, spec.serving());
    job.line(Keys.PUBLISH_EVERY, spec.publishEvery());
    job.line(Keys.EVALUATION_WINDOW, spec.evaluationWindow());
    job.line(Keys.OUTPUT_PREDICTIONS, spec.output().predictions());
    job.line(Keys.OUTPUT_MODEL, spec.output().model());
    job.line(Keys.OUTPUT_METRICS, spec.output().metrics());
    job.line(Keys.OUTPUT_LATE, spec.output().late());
    job.line(Keys.OUTPUT_DEAD_LETTER, spec.output().deadLetter());
    job.line(Keys.DELIVERY, spec.delivery());
    job.line(Keys.CHECKPOINT, spec.checkpoint());
    job.line(Keys.PARALLELISM, spec.parallelism());
    job.line(Keys.STATE_TIME_TO_LIVE, spec.state().timeToLive());
    job.line(Keys.STATE_MAX_KEYS, spec.state().maxKeys());
    job.line(Keys.KAFKA, spec.kafka());
    return job.lines;
  }

  private void input(JobSpec spec) {
    EventSchema schema = spec.input().schema();
    line(Keys.INPUT_TOPIC, spec.input().topic());
    line(Keys.INPUT_FORMAT, schema.format());
    if (!schema.columns().isEmpty()) {
      line(Keys.INPUT_COLUMNS, schema.columns());
    }
    line(Keys.INPUT_KEY, Optional.ofNullable(schema.key()));
    line(Keys.INPUT_EVENT_TIME, schema.time());
    line(Keys.INPUT_TIME_FORMAT, schema.timeFormat());
    line(Keys.INPUT_ID, Optional.ofNullable(schema.id()));
    line(Keys.INPUT_OUT_OF_ORDER, spec.input().outOfOrder());
    line(Keys.INPUT_IDLE_TIMEOUT, spec.input().idleTimeout());
    line(Keys.INPUT_LOST, spec.input().lost());
    line(Keys.INPUT_MAX_AHEAD, Duration.ofMillis(schema.maxAhead()));
    line(Keys.INPUT_MAX_RECORD_BYTES, schema.limits().recordBytes());
    line(Keys.INPUT_MAX_TEXT, schema.limits().textLength());
  }

  private void features(JobSpec spec) {
    EventSchema.Image image = spec.input().schema().image();
    if (image != null) {
      line(Keys.FEATURES_IMAGE, image);
      return;
    }
    if (spec.model().features().text() != null) {
      line(Keys.FEATURES_TEXT, spec.model().features().text());
      return;
    }
    line(Keys.FEATURES_NUMERIC, spec.model().features().numeric());
    line(Keys.FEATURES_CATEGORICAL, spec.model().features().categories());
    line(Keys.FEATURES_PREVIOUS_LABEL, spec.model().features().previousLabel());
    line(Keys.FEATURES_STANDARDISE, spec.model().features().standardise());
  }

  private void label(JobSpec spec) {
    line(
        Keys.LABEL_FIELD,
        spec.labels()
            .map(labels -> labels.schema().label())
            .orElseGet(() -> spec.input().schema().label()));
    if (spec.model().target() instanceof Target.Classes classes) {
      line(Keys.LABEL_TYPE, LabelType.CLASS);
      line(Keys.LABEL_CLASSES, classes.names());
    } else {
      line(Keys.LABEL_TYPE, LabelType.NUMBER);
    }
    spec.labels().ifPresent(this::labelTopic);
  }

  private void labelTopic(Labels labels) {
    LabelSchema schema = labels.schema();
    line(Keys.LABEL_TOPIC, labels.topic());
    line(Keys.LABEL_FORMAT, schema.format());
    if (!schema.columns().isEmpty()) {
      line(Keys.LABEL_COLUMNS, schema.columns());
    }
    line(Keys.LABEL_ID, schema.id());
    line(Keys.LABEL_TIME, schema.time());
    line(Keys.LABEL_TIME_FORMAT, schema.timeFormat());
    line(Keys.LABEL_WAIT, labels.patience());
    line(Keys.LABEL_OUT_OF_ORDER, labels.outOfOrder());
    line(Keys.LABEL_IDLE_TIMEOUT, labels.idleTimeout().orElse(Duration.ZERO));
  }

  private void network(Architecture network) {
    line(Keys.NETWORK_TYPE, NetworkType.of(network));
    if (network instanceof Recurrent recurrent) {
      line(Keys.NETWORK_HIDDEN, List.of(recurrent.hidden()));
      line(Keys.NETWORK_BIDIRECTIONAL, recurrent.bidirectional());
      line(Keys.NETWORK_POOLING, recurrent.pooling());
      line(Keys.NETWORK_LAYERS, recurrent.layers());
      embedding(recurrent);
      line(Keys.NETWORK_DROPOUT, recurrent.dropout());
    } else if (network instanceof FeedForward feedForward) {
      line(Keys.NETWORK_HIDDEN, feedForward.hidden());
      line(Keys.NETWORK_ACTIVATION, feedForward.activation());
      line(Keys.NETWORK_DROPOUT, feedForward.dropout());
    } else if (network instanceof Convolutional convolutional) {
      line(Keys.NETWORK_HIDDEN, convolutional.hidden());
      line(Keys.NETWORK_FILTERS, convolutional.filters());
      line(Keys.NETWORK_DROPOUT, convolutional.dropout());
    } else if (network instanceof Convolutional1d steps) {
      line(Keys.NETWORK_HIDDEN, steps.hidden());
      line(Keys.NETWORK_FILTERS, steps.filters());
      line(Keys.NETWORK_KERNEL, steps.kernel());
      embedding(steps);
      line(Keys.NETWORK_DROPOUT, steps.dropout());
    }
  }

  private void embedding(Architecture network) {
    if (network.embedding() != null) {
      line(Keys.NETWORK_EMBEDDING, network.embedding().units());
    }
  }

  private void learning(Learning learning) {
    line(Keys.LEARNING_UPDATER, learning.updater());
    line(Keys.LEARNING_RATE, learning.rate());
    line(Keys.LEARNING_WARM_UP, learning.schedule().warmUp());
    line(Keys.LEARNING_DECAY, learning.schedule().decay());
    line(Keys.LEARNING_FLOOR, learning.schedule().floor());
    line(Keys.LEARNING_WEIGHT_DECAY, learning.weightDecay());
    line(Keys.LEARNING_BATCH, learning.batch());
    line(Keys.LEARNING_UPDATES, learning.updates());
    line(Keys.LEARNING_REHEARSAL, learning.rehearsal());
    line(Keys.LEARNING_LOSS, Optional.ofNullable(learning.loss()));
    line(Keys.LEARNING_STEPS, learning.steps());
    line(Keys.LEARNING_CLASS_WEIGHTS, learning.classWeights());
    line(Keys.LEARNING_CLIP_NORM, learning.clipNorm());
    line(Keys.LEARNING_SEED, learning.seed());
  }

  private <T> void line(Key<T> key, Optional<T> value) {
    lines.add(key, value);
  }

  private <T> void line(Key<T> key, T value) {
    lines.add(key, value);
  }
}
