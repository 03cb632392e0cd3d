package io.thalweg.jobs.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.Observation;
import io.thalweg.connectors.agents.Transition;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.updates.ModelUpdate;
import io.thalweg.connectors.updates.Pin;
import io.thalweg.jobs.stream.ElementSerializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class PolicyOperatorTest {
  /** Flink's harness for two inputs takes no factories. */
  private static final class Actors extends AbstractStreamOperatorTestHarness<Decision> {
    Actors() throws Exception {
      super(PolicyOperator.factory("a", Samples.dqn(2)), 1, 1, 0);
      setup(new ElementSerializer<>(AgentElement.DECISION));
    }

    void observe(Observation observation) {
      ((PolicyOperator) getOperator()).processElement1(new StreamRecord<>(observation));
    }

    void update(ModelUpdate update) throws Exception {
      ((PolicyOperator) getOperator()).processElement2(new StreamRecord<>(update));
    }

    List<String> answers() {
      return extractOutputValues().stream().map(PolicyOperatorTest::text).sorted().toList();
    }
  }

  private static String text(Decision decision) {
    return "%s %d.%d at %d: %d (%s) of %s by %d"
        .formatted(
            decision.environment(),
            decision.episode(),
            decision.step(),
            decision.time(),
            decision.action(),
            decision.probability(),
            Arrays.toString(decision.values()),
            decision.policyVersion());
  }

  private static List<Observation> observations(int count) {
    Random random = new Random(count);
    List<Observation> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = {
        (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()
      };
      all.add(new Observation("e" + i % 7, i / 7, i % 3, i, values, 0, false, false, null, null));
    }
    return all;
  }

  private static ModelUpdate learned(int transitions) {
    try (TransitionLearner learner =
        new TransitionLearner("a", Samples.dqn(2), 10, 5, Optional.empty(), transitions)) {
      for (Transition transition : Samples.log(2, transitions, 6)) {
        learner.take(transition, new Origin("transitions", 0, transition.time()));
      }
      return learner.publication().orElseThrow();
    }
  }

  private static List<String> answers(List<Observation> observations, int together)
      throws Exception {
    try (Actors actors = new Actors()) {
      actors.open();
      actors.update(learned(120));
      for (int i = 0; i < observations.size(); i++) {
        actors.observe(observations.get(i));
        if (i % together == together - 1) {
          actors.setProcessingTime(actors.getProcessingTime() + 5);
        }
      }
      actors.setProcessingTime(actors.getProcessingTime() + 5);
      return actors.answers();
    }
  }

  @Test
  void a_decision_does_not_depend_on_its_company() throws Exception {
    List<Observation> observations = observations(300);
    List<String> alone = answers(observations, 1);
    assertThat(alone).hasSize(300);
    assertThat(answers(observations, 17)).isEqualTo(alone);
    assertThat(answers(observations, 300)).isEqualTo(alone);
  }

  @Test
  void the_newest_version_answers_and_survives_a_restore() throws Exception {
    Observation observation = observations(1).get(0);
    ModelUpdate update = learned(120);
    Actors actors = new Actors();
    actors.open();
    actors.observe(observation);
    actors.update(update);
    actors.observe(observation);
    actors.setProcessingTime(5);
    assertThat(actors.extractOutputValues())
        .extracting(Decision::policyVersion)
        .containsExactly(0L, update.version());
    var snapshot = actors.snapshot(1, 6);
    String answer = text(actors.extractOutputValues().get(1));
    actors.close();
    try (Actors restored = new Actors()) {
      restored.initializeState(snapshot);
      restored.open();
      restored.observe(observation);
      restored.setProcessingTime(5);
      assertThat(restored.answers()).containsExactly(answer);
    }
  }

  @Test
  void a_corrupt_version_is_refused_and_the_old_one_answers() throws Exception {
    ModelUpdate update = learned(120);
    byte[] torn = Arrays.copyOf(update.payload(), update.payload().length - 3);
    try (Actors actors = new Actors()) {
      actors.open();
      actors.update(update);
      actors.update(
          new ModelUpdate("a", 999, 999, 0, 0, new TreeMap<>(), "f", new TreeMap<>(), torn));
      actors.observe(observations(1).get(0));
      actors.setProcessingTime(5);
      assertThat(actors.extractOutputValues())
          .extracting(Decision::policyVersion)
          .containsExactly(update.version());
    }
  }

  @Test
  void a_pinned_version_acts_until_it_is_let_go_also_after_a_restore() throws Exception {
    ModelUpdate first = learned(120);
    ModelUpdate second = learned(160);
    ModelUpdate third = learned(200);
    Actors actors = new Actors();
    actors.open();
    actors.update(first);
    actors.update(second);
    actors.update(Pin.of(first, 1));
    actors.update(third);
    actors.observe(observations(1).get(0));
    actors.setProcessingTime(5);
    assertThat(actors.extractOutputValues())
        .extracting(Decision::policyVersion)
        .containsExactly(first.version());
    var snapshot = actors.snapshot(1, 6);
    actors.close();
    try (Actors restored = new Actors()) {
      restored.initializeState(snapshot);
      restored.open();
      restored.observe(observations(1).get(0));
      restored.setProcessingTime(5);
      restored.update(Pin.release("a", "f", 2));
      restored.observe(observations(1).get(0));
      restored.setProcessingTime(10);
      assertThat(restored.extractOutputValues())
          .extracting(Decision::policyVersion)
          .containsExactly(first.version(), third.version());
    }
  }
}
