package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Decoded;
import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.predictions.LearningProgress;
import io.thalweg.connectors.predictions.Prediction;
import io.thalweg.jobs.stream.ElementKind;

/** What travels between the tasks of a sequence job. */
@SuppressWarnings("ImmutableEnumChecker") // codecs are static methods
enum ElementType implements ElementKind {
  DECODED(new Codec<>(Decoded.class, Records::write, Records::readDecoded)),
  EVENT(new Codec<>(Event.class, Records::write, Records::readEvent)),
  LABEL(new Codec<>(LabelEvent.class, Records::write, Records::readLabel)),
  ARRIVAL(new Codec<>(Arrival.class, Assemblies::write, Assemblies::readArrival)),
  ASSEMBLED(new Codec<>(Assembled.class, Assemblies::write, Assemblies::readAssembled)),
  PREDICTION(new Codec<>(Prediction.class, Answers::write, Answers::readPrediction)),
  PROGRESS(new Codec<>(LearningProgress.class, Answers::write, Answers::readProgress));

  private final Codec<?> codec;

  ElementType(Codec<?> codec) {
    this.codec = codec;
  }

  @Override
  public Codec<?> codec() {
    return codec;
  }
}
