package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.DecisionJson;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.LogJson;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.UpdateAssembler;
import io.thalweg.connectors.updates.UpdateWriter;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.testing.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What an agent's job wrote, and what it should have. */
public final class AgentTopics {
  private final Streams streams;
  private final AgentJobSpec spec;

  public AgentTopics(Streams streams, AgentJobSpec spec) {
    this.streams = streams;
    this.spec = spec;
  }

  /** Different steps that are in the log. */
  public int steps() {
    return places(transitions()).size();
  }

  /** So many steps were taken: all are in the log, and the agent is what the log says. */
  public void assertRight(long steps) {
    assertSteps(steps);
    assertLearned();
    assertThat(contradictions()).isEmpty();
  }

  /** The same of a job that was ended without a last publication. */
  public void assertPublished(long steps) {
    assertSteps(steps);
    assertThat(contradictions()).isEmpty();
    SortedMap<Long, Set<String>> published = published();
    assertThat(published).isNotEmpty();
    SortedMap<Long, Set<String>> learned = learnedFromTheLog();
    assertThat(learned.headMap(published.lastKey() + 1)).isEqualTo(published);
  }

  /**
   * What was published is what an agent learns from the log without Flink and without a failure.
   */
  public void assertLearned() {
    assertThat(published()).isEqualTo(learnedFromTheLog()).isNotEmpty();
  }

  /** The whole log, each entry once. */
  Set<LogEntry> log() {
    return streams.read(spec.output().transitions()).stream()
        .map(record -> LogJson.read(spec.input().spaces(), record.value()))
        .collect(
            Collectors.toMap(
                entry -> entry.getClass() + " " + place(entry),
                entry -> entry,
                (one, other) -> one))
        .values()
        .stream()
        .collect(Collectors.toSet());
  }

  static String place(LogEntry entry) {
    return entry.environment() + " " + entry.episode() + " " + entry.step();
  }

  private void assertSteps(long steps) {
    List<Transition> log = transitions();
    assertThat(places(log)).hasSize((int) steps);
    assertThat(log.stream().map(AgentTopics::text).collect(Collectors.toSet()))
        .as("what stands in the log twice is the same")
        .hasSize((int) steps);
  }

  private static Set<String> places(List<Transition> log) {
    return log.stream()
        .map(t -> t.environment() + " " + t.episode() + " " + t.step())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Transition t) {
    return t.environment()
        + t.episode()
        + "."
        + t.step()
        + Arrays.toString(t.observation())
        + t.action()
        + Arrays.toString(t.next());
  }

  private List<Transition> transitions() {
    return streams.read(spec.output().transitions()).stream()
        .map(record -> LogJson.read(spec.input().spaces(), record.value()))
        .filter(Transition.class::isInstance)
        .map(Transition.class::cast)
        .toList();
  }

  /** By version, what was published; every time that it was, the same. */
  private SortedMap<Long, Set<String>> published() {
    var assembler = new UpdateAssembler(spec.name(), spec.agent().fingerprint(), Integer.MAX_VALUE);
    List<ModelUpdate> updates = new ArrayList<>();
    for (var record : streams.read(spec.output().policies())) {
      var header = record.headers().lastHeader(UpdateWriter.HEADER).value();
      assembler.add(Streams.text(record.key()), header, record.value()).ifPresent(updates::add);
    }
    return byVersion(updates);
  }

  private static SortedMap<Long, Set<String>> byVersion(List<ModelUpdate> updates) {
    return updates.stream()
        .collect(
            Collectors.groupingBy(
                ModelUpdate::version,
                TreeMap::new,
                Collectors.mapping(
                    update -> update.examples() + " " + HexFormat.of().formatHex(update.payload()),
                    Collectors.toSet())));
  }

  /** The same agent, fed with the log without Flink and without a failure. */
  private SortedMap<Long, Set<String>> learnedFromTheLog() {
    List<ModelUpdate> updates = new ArrayList<>();
    try (TransitionLearner learner =
        new TransitionLearner(
            spec.name(), spec.agent(), spec.publishEvery(), 100, spec.gate(), 1)) {
      for (ConsumerRecord<byte[], byte[]> record : streams.read(spec.output().transitions())) {
        learner.take(
            LogJson.read(spec.input().spaces(), record.value()),
            new Origin(record.topic(), record.partition(), record.offset()));
        if (learner.due()) {
          learner.publication().ifPresent(updates::add);
        }
      }
      learner.publication().ifPresent(updates::add);
    }
    return byVersion(updates);
  }

  /** Decisions of one version about one observation that are not the same. */
  private List<String> contradictions() {
    Map<String, Set<String>> decisions =
        streams.read(spec.output().actions()).stream()
            .map(record -> DecisionJson.read(record.value()))
            .collect(
                Collectors.groupingBy(
                    d ->
                        d.environment()
                            + " "
                            + d.episode()
                            + " "
                            + d.step()
                            + " "
                            + d.policyVersion(),
                    Collectors.mapping(AgentTopics::decided, Collectors.toSet())));
    return decisions.values().stream().filter(d -> d.size() > 1).map(Set::toString).toList();
  }

  private static String decided(Decision decision) {
    return decision.action() + " " + decision.probability() + Arrays.toString(decision.values());
  }
}
