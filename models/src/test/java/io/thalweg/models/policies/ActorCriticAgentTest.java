package io.thalweg.models.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.models.agents.AgentContract;
import io.thalweg.models.agents.AgentContract.Observed;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture.FeedForward;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActorCriticAgentTest {
  private static final int INPUTS = 3;
  private static final int ACTIONS = 3;

  /** Without hidden layers its gradients can be written down. */
  private static final PolicySpec LINEAR =
      new PolicySpec(new FeedForward(List.of(), Activation.TANH, 0), INPUTS, ACTIONS, 5);

  private static final PolicySpec SPEC =
      new PolicySpec(new FeedForward(List.of(8), Activation.TANH, 0), INPUTS, ACTIONS, 5);

  private static ActorCriticAgent agent(PolicySpec spec, ActorCriticSettings settings) {
    return new ActorCriticAgent(spec, settings.withStreams(2), 4);
  }

  private static List<Observed> experience(int count) {
    return AgentContract.experience(11, count, INPUTS, ACTIONS);
  }

  @Test
  void what_is_restored_goes_on_as_the_original_at_any_moment() throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      long updates =
          AgentContract.assertRestoresExactly(
              () -> agent(SPEC, ActorCriticSettings.DEFAULT), experience(200), seed);
      assertThat(updates).isEqualTo(200);
    }
    AgentContract.assertRefusesWhatIsCutShort(
        () -> agent(SPEC, ActorCriticSettings.DEFAULT), experience(50));
  }

  private static double value(double[] w, float[] x) {
    return w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + w[3];
  }

  private static double[] policy(double[] theta, float[] x) {
    double[] p = new double[ACTIONS];
    double sum = 0;
    for (int a = 0; a < ACTIONS; a++) {
      double score = theta[ACTIONS * INPUTS + a];
      for (int i = 0; i < INPUTS; i++) {
        score += theta[a * INPUTS + i] * x[i];
      }
      p[a] = Math.exp(score);
      sum += p[a];
    }
    for (int a = 0; a < ACTIONS; a++) {
      p[a] /= sum;
    }
    return p;
  }

  private static double[] ofValue(float[] x) {
    return new double[] {x[0], x[1], x[2], 1};
  }

  private static double[] ofLogPolicy(double[] p, int action, float[] x) {
    double[] gradient = new double[ACTIONS * (INPUTS + 1)];
    for (int a = 0; a < ACTIONS; a++) {
      double slope = (a == action ? 1 : 0) - p[a];
      for (int i = 0; i < INPUTS; i++) {
        gradient[a * INPUTS + i] = slope * x[i];
      }
      gradient[ACTIONS * INPUTS + a] = slope;
    }
    return gradient;
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }

  private static void add(double[] sum, double share, double[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += share * other[i];
    }
  }

  private static void assertClose(float[] found, double[] expected, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).as("%s, %d", what, i).isCloseTo(expected[i], within(2e-5));
    }
  }

  /** The sum is over all steps of the episode so far, each with its power of γλ. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void traces_are_the_sum_over_all_steps_of_the_episode(boolean timeDiscount) {
    double gamma = 0.9;
    ActorCriticSettings settings =
        new ActorCriticSettings(2, gamma, 0.05, 0.1, 0.7, 0.8, timeDiscount, 1e6);
    try (ActorCriticAgent agent = agent(LINEAR, settings)) {
      double[] w = doubles(agent.valueParameters());
      double[] theta = doubles(agent.policyParameters());
      double[][][] gradients = new double[2][60][];
      double[][][] valueGradients = new double[2][60][];
      int[] step = new int[2];
      for (Observed each : experience(60)) {
        Transition t = each.transition();
        int stream = each.stream();
        double after = t.terminated() ? 0 : value(w, t.next());
        double error = t.reward() + gamma * after - value(w, t.observation());
        int now = step[stream]++;
        double[] p = policy(theta, t.observation());
        gradients[stream][now] = ofLogPolicy(p, t.action(), t.observation());
        valueGradients[stream][now] = ofValue(t.observation());
        double[] policyTrace = new double[theta.length];
        double[] valueTrace = new double[w.length];
        for (int past = 0; past <= now; past++) {
          double share = timeDiscount ? Math.pow(gamma, past) : 1;
          double decayed = Math.pow(gamma * 0.7, now - past);
          add(policyTrace, share * decayed, gradients[stream][past]);
          add(valueTrace, Math.pow(gamma * 0.8, now - past), valueGradients[stream][past]);
        }
        add(theta, 0.05 * error, policyTrace);
        add(w, 0.1 * error, valueTrace);
        agent.observe(t, stream);
        assertClose(agent.policyParameters(), theta, "policy");
        assertClose(agent.valueParameters(), w, "values");
        step[stream] = t.ends() ? 0 : step[stream];
        boolean ends = t.ends();
        assertClose(
            agent.policyTrace(stream), ends ? new double[theta.length] : policyTrace, "trace");
        assertClose(agent.valueTrace(stream), ends ? new double[w.length] : valueTrace, "trace");
      }
      assertThat(agent.version()).isEqualTo(60);
    }
  }

  @Test
  void traces_begin_anew_where_a_stream_has_lost_something() {
    Random random = new Random(2);
    float[][] places = new float[4][INPUTS];
    for (float[] place : places) {
      for (int i = 0; i < INPUTS; i++) {
        place[i] = (float) random.nextGaussian();
      }
    }
    Transition first = new Transition(places[0], 1, 0, places[1], false, false);
    Transition following = new Transition(places[1], 2, 0, places[3], false, false);
    Transition elsewhere = new Transition(places[2], 2, 0, places[3], false, false);
    ActorCriticSettings still = ActorCriticSettings.DEFAULT.withRates(1e-30, 1e-30);
    try (ActorCriticAgent agent = agent(LINEAR, still)) {
      agent.observe(first, 0);
      agent.observe(elsewhere, 0);
      assertClose(agent.valueTrace(0), ofValue(places[2]), "anew");
      agent.observe(first, 1);
      agent.observe(following, 1);
      double[] both = ofValue(places[1]);
      add(both, 0.99 * 0.9, ofValue(places[0]));
      assertClose(agent.valueTrace(1), both, "both");
    }
  }

  @Test
  void a_transition_that_would_make_it_diverge_is_refused_and_counted() {
    float[] place = {1, -1, 0.5f};
    try (ActorCriticAgent agent = agent(SPEC, ActorCriticSettings.DEFAULT);
        ActorCriticAgent fresh = agent(SPEC, ActorCriticSettings.DEFAULT)) {
      agent.observe(new Transition(place, 1, 3e38f, place, false, false), 0);
      agent.observe(new Transition(place, 1, -2e6f, place, false, false), 1);
      assertThat(agent.refused()).isEqualTo(2);
      assertThat(agent.version()).isZero();
      assertThat(agent.policy()).isEqualTo(fresh.policy());
      assertThat(agent.valueTrace(0)).containsOnly(0);
      agent.observe(new Transition(place, 1, 1, place, false, false), 0);
      assertThat(agent.version()).isEqualTo(1);
    }
    ActorCriticSettings wild = ActorCriticSettings.DEFAULT.withRates(9e5, 9e5);
    try (ActorCriticAgent agent = agent(SPEC, wild);
        ActorCriticAgent fresh = agent(SPEC, wild)) {
      agent.observe(new Transition(place, 1, 9e5f, place, false, false), 0);
      assertThat(agent.refused()).isEqualTo(1);
      assertThat(agent.policy()).isEqualTo(fresh.policy());
    }
  }

  @Test
  void a_transition_with_a_flaw_is_told_and_changes_nothing() {
    float[] place = new float[INPUTS];
    Transition good = new Transition(place, 0, 1, place, false, false);
    try (ActorCriticAgent agent = agent(SPEC, ActorCriticSettings.DEFAULT)) {
      assertThatThrownBy(() -> agent.observe(good, 2)).hasMessageContaining("stream 2");
      assertThatThrownBy(() -> agent.observe(good, 1.5, 0)).hasMessageContaining("1.5");
      assertThatThrownBy(() -> agent.observe(new Transition(place, -1, 1, place, false, false), 0))
          .hasMessageContaining("action -1");
      assertThat(agent.version() + agent.refused()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_corridor_is_walked_to_its_end(long seed) {
    PolicySpec spec =
        new PolicySpec(new FeedForward(List.of(16), Activation.TANH, 0), Corridor.PLACES, 2, seed);
    ActorCriticSettings settings =
        new ActorCriticSettings(1, 0.9, 0.02, 0.05, 0.8, 0.8, false, 1e6);
    try (ActorCriticAgent agent = new ActorCriticAgent(spec, settings, 1)) {
      new Corridor(1).train(agent, 20_000);
      double[] right = Corridor.right(agent.exploring());
      for (int place = 0; place < Corridor.PLACES; place++) {
        assertThat(right[place]).as("%s", Arrays.toString(right)).isGreaterThan(0.85);
      }
      assertThat(agent.refused()).isZero();
    }
  }
}
