package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thalweg.jobs.file.AgentJobSpec.Role;
import io.thalweg.models.agents.dqn.DqnSettings.TargetUpdate;
import io.thalweg.models.families.Family;
import io.thalweg.models.policies.BanditSettings.Choice;
import io.thalweg.models.policies.NeuralBanditSettings;
import io.thalweg.models.policies.PolicyGradientSettings;
import io.thalweg.models.policies.Rollouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentJobFileTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  private static AgentJobSpec parse(String agent) {
    return JobFile.parseAgent("a.yaml", "name: a\nenvironment: cartpole\nagent: " + agent + "\n");
  }

  private static List<String> mistakes(String text) {
    return assertThrows(InvalidJobFileException.class, () -> JobFile.parse("a.yaml", text))
        .mistakes();
  }

  @Test
  void the_example_is_what_it_says() throws IOException {
    AgentJobSpec spec = JobFile.readAgent(EXAMPLES.resolve("cartpole.yaml"));

    assertThat(spec.role()).isEqualTo(Role.ACT_AND_LEARN);
    assertThat(spec.agent().inputs()).isEqualTo(4);
    assertThat(spec.agent().actions()).isEqualTo(2);
    assertThat(spec.input().topic()).isEqualTo("cartpole.observations");
    assertThat(spec.output().policies()).isEqualTo("cartpole.policy-updates");
    assertThat(spec.agent().family()).isInstanceOf(Family.Values.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{type: dqn, target-updates: 500, duelling: true, prioritised: 0.6, atoms: 51, seed: 9}",
        "{type: ppo, rollout: 32, environments: 16, lambda: 0.9, entropy: 0.02, decay: 0.9}",
        "{type: a2c, rate: 0.001, clip-norm: 0}",
        "{type: reinforce, discount: 1}",
        "{type: actor-critic, lambda: 0.8, rate: 0.01}",
        "{type: bandit, choice: upper-bound, exploration: 0.5, share: 0.1, ridge: 2}",
        "{type: bandit, choice: softmax, exploration: 0.2}",
        "{type: ppo, clip-values: true}",
        "{type: neural-bandit}",
        "{type: neural-bandit, choice: upper-bound, exploration: 1, share: 0, ridge: 0.25, memory: 500, seed: 4}",
        "{type: neural-bandit, choice: softmax, every: 20, updates: 5, batch: 32, rate: 0.01, clip-norm: 0}"
      })
  void shown_with_its_defaults_it_is_the_same_job(String agent) {
    AgentJobSpec spec = parse(agent);

    assertThat(JobFile.parseAgent("shown.yaml", JobFile.text(spec))).isEqualTo(spec);
  }

  @Test
  void a_gate_is_off_unless_it_says_how_many_episodes_it_takes() {
    assertThat(parse("{}").gate()).isEmpty();
    AgentJobSpec gated = parse("{}\ngate: {episodes: 40, margin: 0.5, errors: 1}");
    assertThat(gated.gate()).contains(new AgentJobSpec.Gate(40, 0.5, 1, true));
    assertThat(JobFile.parseAgent("shown.yaml", JobFile.text(gated))).isEqualTo(gated);
    assertThat(mistakes("name: a\nenvironment: cartpole\nagent: {}\ngate: {holds: false}\n"))
        .containsExactly(
            "a.yaml:4: field 'gate.holds': found it without gate.episodes, expected it with one;"
                + " leave it out, or add gate.episodes");
  }

  @Test
  void a_transaction_is_not_longer_than_a_broker_bears() {
    assertThat(
            mistakes(
                "name: a\nenvironment: cartpole\nagent: {}\ndelivery: exactly-once\ncheckpoint: 10m\n"))
        .containsExactly(
            "a.yaml:5: field 'checkpoint': found '10m' with exactly-once, expected at most 5m;"
                + " choose a shorter interval: a transaction lasts from one checkpoint to the next");
  }

  @Test
  void the_bandit_of_the_guide_is_a_job() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "agents.md"));
    int from = guide.indexOf("```yaml\n") + "```yaml\n".length();
    AgentJobSpec spec =
        JobFile.parseAgent("guide", guide.substring(from, guide.indexOf("```", from)));

    assertThat(((Family.NeuralBandit) spec.agent().family()).settings().choice())
        .isEqualTo(new Choice.LinUcb(1, 0.05));
  }

  @Test
  void keys_reach_the_settings() {
    Family.Values dqn =
        (Family.Values) parse("{target-updates: 500, environments: 7, every: 10}").agent().family();
    assertThat(dqn.settings().target()).isEqualTo(new TargetUpdate.Hard(500));
    assertThat(dqn.settings().memory().streams()).isEqualTo(7);
    assertThat(dqn.settings().training().every()).isEqualTo(10);
    PolicyGradientSettings ppo =
        ((Family.Gradients) parse("{type: ppo, rollout: 32, environments: 16}").agent().family())
            .settings();
    assertThat(ppo.rollouts()).isEqualTo(new Rollouts.Steps(32));
    assertThat(ppo.streams()).isEqualTo(16);
    assertThat(ppo.clipVloss()).isFalse();
    NeuralBanditSettings bandit =
        ((Family.NeuralBandit)
                parse("{type: neural-bandit, choice: upper-bound, exploration: 0.5, every: 9}")
                    .agent()
                    .family())
            .settings();
    assertThat(bandit.choice()).isEqualTo(new Choice.LinUcb(0.5, 0.05));
    assertThat(bandit.training().every()).isEqualTo(9);
  }

  @Test
  void a_neural_bandit_is_by_default_what_the_models_say() {
    AgentJobSpec spec = parse("{type: neural-bandit}");
    NeuralBanditSettings given = NeuralBanditSettings.DEFAULT;

    assertThat(((Family.NeuralBandit) spec.agent().family()).settings())
        .isEqualTo(
            given
                .withChoice(new Choice.EpsilonGreedy(0.1))
                .withMemory(given.capacity(), 256, false));
  }

  @Test
  void an_agent_without_a_known_environment_says_its_numbers() {
    AgentJobSpec spec =
        JobFile.parseAgent(
            "a.yaml", "name: a\ninput: {numbers: 12, actions: 4}\nagent: {type: ppo}\n");

    assertThat(spec.agent().inputs()).isEqualTo(12);
    assertThat(spec.input().spaces().actions()).isEqualTo(4);
  }

  @Test
  void what_is_wrong_is_said_with_line_and_remedy() {
    assertThat(
            mistakes("name: a\nagent: {type: ppo, memory: 5, tau: 0.1}\nenvironment: cartpole\n"))
        .containsExactlyInAnyOrder(
            "a.yaml:2: field 'agent.memory': found it with agent.type: ppo, expected it with dqn or neural-bandit; leave it out",
            "a.yaml:2: field 'agent.tau': found it with agent.type: ppo, expected it with dqn; leave it out");
    assertThat(mistakes("name: a\nagent: {}\n"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("'input.numbers': found nothing", "an environment that says it"));
    assertThat(mistakes("name: a\nagent: {}\nenvironment: cartpole\ninput: {actions: 3}\n"))
        .containsExactly(
            "a.yaml:4: field 'input.actions': found 3, expected 2, as environment cartpole has; leave it out");
    assertThat(mistakes("name: a\nagent: {}\nenvironment: pendulum\n"))
        .anySatisfy(line -> assertThat(line).contains("'input.actions'", "several actions"));
    assertThat(mistakes("name: a\nagent: {}\nenvironment: chess\n"))
        .anySatisfy(line -> assertThat(line).contains("'environment': found 'chess'"));
    assertThat(mistakes("name: a\nagent: {}\nenvironment: cartpole\noutput: {actions: a.late}\n"))
        .anySatisfy(line -> assertThat(line).contains("the topic of output.actions too"));
    assertThat(
            mistakes(
                "name: a\nagent: {atoms: 51, value-least: 5, value-greatest: 5}\nenvironment: cartpole\n"))
        .anySatisfy(line -> assertThat(line).contains("51 atoms from 5.0 to 5.0 found"));
  }

  @Test
  void rewards_of_a_topic_can_be_corrected_in_the_memory() {
    AgentJobSpec spec =
        JobFile.parseAgent(
            "a.yaml",
            "name: a\nenvironment: cartpole\nagent: {}\nrewards: {topic: r, wait: 5s, idle-timeout: 0s}\n");
    assertThat(spec.agent().family().correctable()).isTrue();
    assertThat(
            JobFile.parseAgent(
                    "a.yaml",
                    "name: a\nenvironment: cartpole\nagent: {type: neural-bandit}\nrewards: {topic: r}\n")
                .agent()
                .family()
                .correctable())
        .isTrue();
    assertThat(spec.rewards().orElseThrow().idleTimeout()).isEmpty();
    assertThat(JobFile.parseAgent("shown.yaml", JobFile.text(spec))).isEqualTo(spec);
    assertThat(mistakes("name: a\nenvironment: cartpole\nagent: {}\nrewards: {wait: 5s}\n"))
        .containsExactly(
            "a.yaml:4: field 'rewards.wait': found it without rewards.topic, expected it with one; leave it out, or add rewards.topic");
    assertThat(
            mistakes(
                "name: a\nenvironment: cartpole\nagent: {}\nrewards: {topic: a.observations}\n"))
        .anySatisfy(line -> assertThat(line).contains("the topic of input.topic too"));
  }

  @Test
  void a_memory_that_does_not_fit_is_said_before_anything_runs() {
    assertThat(
            mistakes("name: a\nagent: {memory: 100000000}\ninput: {numbers: 10000, actions: 2}\n"))
        .singleElement()
        .asString()
        .startsWith("a.yaml:2: section 'agent': ");
  }

  @Test
  void one_kind_of_job_is_not_the_other() {
    assertThatThrownBy(() -> JobFile.parseAgent("a.yaml", JobFileTest.MINIMAL))
        .hasMessageContaining("found a job that predicts, expected one with a section 'agent'");
    assertThatThrownBy(
            () -> JobFile.parseSequence("a.yaml", "name: a\nenvironment: cartpole\nagent: {}\n"))
        .hasMessageContaining("found a job with an agent, expected one that predicts");
  }
}
