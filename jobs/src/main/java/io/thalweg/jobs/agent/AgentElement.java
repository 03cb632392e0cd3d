package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.jobs.stream.ElementKind;

/** What travels between the tasks of an agent job, and what it keeps of environments. */
@SuppressWarnings("ImmutableEnumChecker") // codecs are static methods
enum AgentElement implements ElementKind {
  HEARD(new Codec<>(Heard.class, Elements::write, Elements::readHeard)),
  REWARDED(new Codec<>(Rewarded.class, Elements::write, Elements::readRewarded)),
  LOG_ENTRY(new Codec<>(LogEntry.class, Elements::write, Elements::readEntry)),
  OBSERVATION(new Codec<>(Observation.class, Elements::write, Elements::readObservation)),
  NEWEST(new Codec<>(Newest.class, Elements::write, Elements::readNewest)),
  DECISION(new Codec<>(Decision.class, Elements::write, Elements::readDecision)),
  TRANSITION(new Codec<>(Transition.class, Elements::write, Elements::readTransition)),
  LOGGED(new Codec<>(Logged.class, Elements::write, Elements::readLogged)),
  PROGRESS(new Codec<>(AgentProgress.class, Elements::write, Elements::readProgress));

  private final Codec<?> codec;

  AgentElement(Codec<?> codec) {
    this.codec = codec;
  }

  @Override
  public Codec<?> codec() {
    return codec;
  }
}
