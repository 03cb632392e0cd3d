package io.thalweg.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private static final String EXAMPLES = "../examples/";
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_valid_job_file_is_said_to_be() {
    assertThat(run("validate", EXAMPLES + "minimal.yaml")).isEqualTo(ExitCode.OK);

    assertThat(out).hasToString("../examples/minimal.yaml: job 'pumps' is valid\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_job_is_shown_with_its_defaults() {
    assertThat(run("validate", "--show", EXAMPLES + "minimal.yaml")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).contains("learning:\n  updater: adam\n  rate: 0.003\n");
  }

  @Test
  void another_policy_is_estimated_from_logged_decisions() throws Exception {
    Path summary = folder.resolve("figures.json");

    assertThat(run("evaluate", EXAMPLES + "decisions.csv", "--summary=" + summary))
        .isEqualTo(ExitCode.OK);

    assertThat(out.toString())
        .contains("3,000 decisions, worth 1,002 by the other policy itself")
        .containsPattern("inverse propensity \\(IPS\\) +0.5545   0.5107 to 0.5984")
        .containsPattern("doubly robust +0.5377   0.5067 to 0.5687");
    JsonNode figures = new ObjectMapper().readTree(summary.toFile());
    // As it was simulated, the other policy is worth 0.5462.
    assertThat(figures.get("self_normalised_low").asDouble()).isLessThan(0.5462);
    assertThat(figures.get("self_normalised_high").asDouble()).isGreaterThan(0.5462);
  }

  @Test
  void what_is_wrong_with_logged_decisions_is_said_with_file_line_and_column() throws Exception {
    Path log = folder.resolve("log.csv");
    Files.writeString(log, "reward,p,target_probability\n1,0.5,0.5\n2,zero,0.5\n");

    assertThat(run("evaluate", log.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("no column 'probability' found among reward, p");
    assertThat(run("evaluate", log.toString(), "--column=probability=p"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("log.csv line 3: column 'p': 'zero' found, a number expected");
    assertThat(run("evaluate", log.toString(), "--column=chance=p")).isEqualTo(2);
    Files.writeString(
        log, "reward,probability,target_probability,episode\n1,1,1,a\n2,1,1,b\n4,1,1,a\n");
    assertThat(run("evaluate", log.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("log.csv line 4: episode 'a' found again");
    Files.writeString(
        log, "reward,probability,target_probability,episode\n1,1,1,a\n4,0.5,1,a\n2,1,1,b\n");
    assertThat(run("evaluate", log.toString(), "--discount=0.5")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).containsPattern("per-decision weights +3.5000");
  }

  @Test
  void a_folder_holds_no_decisions_and_one_decision_has_no_interval() throws Exception {
    assertThat(run("evaluate", folder.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains(folder + ": a folder found, a file expected");
    Path log = folder.resolve("log.csv");
    Files.writeString(log, "reward,probability,target_probability\n1,0.5,0.5\n");
    assertThat(run("evaluate", log.toString())).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("1 decision, worth 1 by the other policy itself")
        .containsPattern("logging policy +1.0000   of two or more only")
        .doesNotContain("NaN");
  }

  @Test
  void an_agents_job_and_a_sequence_job_are_told_apart() {
    assertThat(run("validate", EXAMPLES + "cartpole.yaml")).isEqualTo(ExitCode.OK);
    assertThat(run("learn", EXAMPLES + "minimal.yaml", "--brokers=" + NOBODY)).isEqualTo(3);
    assertThat(err.toString()).contains("expected one with a section 'agent'");
    assertThat(run("run", EXAMPLES + "cartpole.yaml", "--bounded", "--brokers=" + NOBODY))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--bounded: expected with role: act or role: learn");
  }

  @Test
  void a_host_needs_a_broker_and_an_environment_with_actions_to_choose_from() {
    assertThat(run("host", "cartpole", "--brokers=" + NOBODY)).isEqualTo(4);
    assertThat(run("host", "chess")).isEqualTo(2);
    assertThat(err.toString()).contains("environment 'chess' found, one of cartpole");
    assertThat(run("host", "pendulum", "--brokers=" + NOBODY)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("pendulum-5 has such");
  }

  @Test
  void a_page_needs_a_broker_and_a_port_that_can_be() {
    assertThat(run("watch", "--brokers=" + NOBODY)).isEqualTo(ExitCode.BROKER);
    assertThat(err.toString()).contains("no broker answers at " + NOBODY);
    assertThat(run("watch", "--port=70000", "--brokers=" + NOBODY)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--port: found 70000, expected 0 to 65535");
    assertThat(run("watch", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("./thalweg watch --address 0.0.0.0");
  }

  @Test
  void an_agent_is_trained_and_leaves_figures_a_log_and_a_picture() throws Exception {
    Path summary = folder.resolve("figures.json");
    Path csv = folder.resolve("log.csv");
    Path curve = folder.resolve("curve.svg");

    assertThat(
            run(
                "train",
                "frozen-lake",
                "--steps=2000",
                "--hidden=16",
                "--episodes=10",
                "--duelling",
                "--prioritised=0.6",
                "--summary=" + summary,
                "--csv=" + csv,
                "--curve=" + curve))
        .isEqualTo(ExitCode.OK);

    JsonNode figures = new ObjectMapper().readTree(summary.toFile());
    assertThat(figures.get("environment").asText()).isEqualTo("FrozenLake-v1");
    assertThat(figures.get("environment_steps").asLong()).isEqualTo(2_000);
    assertThat(figures.get("greedy_mean_return").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.get("policy_checksum").asText()).hasSize(64);
    assertThat(Files.readAllLines(csv)).hasSize(21);
    assertThat(figures.at("/settings/hidden/0").asInt()).isEqualTo(16);
    assertThat(figures.at("/settings/rate").asDouble()).isEqualTo(2.3e-3);
    assertThat(figures.at("/settings/prioritised").asDouble()).isEqualTo(0.6);
    assertThat(figures.at("/settings/target").asText()).isEqualTo("hard:128");
    var svg = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
    assertThat(svg.parse(curve.toFile()).getElementsByTagName("polyline").getLength()).isEqualTo(4);
    assertThat(out.toString()).contains("2,000 of 2,000 steps", "learning curve: " + curve);
  }

  @Test
  void files_that_cannot_be_written_are_said_before_the_training() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(run("train", "cartpole", "--csv=" + folder)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--csv: found the folder " + folder + ", expected a file");
    assertThat(run("train", "cartpole", "--curve=" + file.resolve("a.svg")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--curve: folder " + file + " cannot be made");
    assertThat(run("train", "cartpole", "--summary=" + folder)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--summary: found the folder");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_figure_that_a_method_has_not_is_empty_in_the_log_and_its_folder_is_made()
      throws Exception {
    Path csv = folder.resolve("new/log.csv");
    Path summary = folder.resolve("figures.json");
    assertThat(
            run(
                "train",
                "cartpole",
                "--agent=ppo",
                "--steps=40",
                "--hidden=8",
                "--evaluate-every=20",
                "--episodes=2",
                "--csv=" + csv,
                "--summary=" + summary))
        .isEqualTo(ExitCode.OK);
    assertThat(Files.readAllLines(csv))
        .hasSize(3)
        .last(STRING)
        .matches("40,[0-9.]+,[0-9]+,[0-9.]*,[0-9.]+,,0,0");
    JsonNode settings = new ObjectMapper().readTree(summary.toFile()).get("settings");
    assertThat(settings.get("rollout").asInt()).isEqualTo(128);
    assertThat(settings.get("environments").asInt()).isEqualTo(4);
  }

  @Test
  void a_recurrent_agent_is_trained_by_the_same_command() {
    assertThat(
            run(
                "train",
                "cartpole-masked",
                "--recurrent=gru",
                "--sequence=4",
                "--burn-in=2",
                "--starts=100",
                "--updates=2",
                "--steps=600",
                "--hidden=8",
                "--episodes=5"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("600 of 600 steps", "version 4");
    assertThat(run("train", "cartpole", "--burn-in=2")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--sequence, --burn-in: found without --recurrent");
    assertThat(run("train", "cartpole", "--recurrent=lstm", "--agent=ppo"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--recurrent: found with --agent ppo");
    assertThat(run("train", "cartpole", "--recurrent=lstm", "--hidden=8,9"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--hidden: found [8, 9] with --recurrent");
  }

  @Test
  void what_cannot_be_trained_is_said_with_the_remedy() {
    assertThat(run("train", "cart-pole")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("environment 'cart-pole' found, one of cartpole,");
    assertThat(run("train", "cartpole", "--target=soft")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--target: found 'soft', expected as in hard:500");
    assertThat(run("train", "cartpole", "--target=hard")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--target: found 'hard', expected as in hard:500");
    assertThat(run("train", "cartpole", "--hidden=0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--hidden: found 0, expected 1 to 4096 units");
    assertThat(run("train", "cartpole", "--hidden=64,-3")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--hidden: found 64,-3, expected");
    assertThat(run("train", "cartpole", "--rate=-1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("thalweg: rate -1.0 found, above 0 and below 1e6 expected");
    assertThat(run("train", "pendulum")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("pendulum-5 has such");
  }

  @Test
  void mistakes_go_to_standard_error_and_the_other_files_are_checked_too() throws IOException {
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, "nmae: a\n");

    int code = run("validate", wrong.toString(), EXAMPLES + "minimal.yaml");

    assertThat(code).isEqualTo(ExitCode.JOB_FILE);
    assertThat(err.toString())
        .startsWith(wrong + ":1: field 'nmae': found an unknown key")
        .contains("did you mean 'name'?")
        .doesNotContain("\tat ");
    assertThat(out.toString()).contains("job 'pumps' is valid");
  }

  @Test
  void a_missing_job_file_is_named() {
    assertThat(run("validate", "none.yaml")).isEqualTo(ExitCode.JOB_FILE);

    assertThat(err).hasToString("thalweg: none.yaml: does not exist; check the name\n");
  }

  @Test
  void a_start_that_is_no_zip_is_one_line_without_a_stack_trace() throws IOException {
    Path job = folder.resolve("job.yaml");
    Files.writeString(
        job, Files.readString(Path.of(EXAMPLES + "minimal.yaml")) + "network: {start: job.yaml}\n");

    assertThat(run("run", job.toString())).isEqualTo(ExitCode.JOB_FILE);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("field 'network.start': found 'job.yaml', but no zip");
  }

  @Test
  void a_folder_is_no_job_file() {
    assertThat(run("run", folder.toString())).isEqualTo(ExitCode.JOB_FILE);

    assertThat(err.toString()).contains("found a folder, expected a job file");
  }

  @Test
  void a_misspelt_command_is_a_usage_error_with_a_suggestion() {
    assertThat(run("vlidate")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("Did you mean", "validate", "  see ./thalweg --help");
    assertThat(run("train", "cartpole", "--step", "10")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--steps", "  see ./thalweg train --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "demo", "topics", "model", "replay", "run", "consume", "cluster"})
  void what_is_missing_is_a_usage_error(String command) {
    assertThat(command.isEmpty() ? run() : run(command)).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).containsIgnoringCase("missing").doesNotContain("\tat ");
  }

  @Test
  void a_replay_has_one_pace() {
    assertThat(run("replay", "f.csv", "--topic", "t", "--rate", "1", "--speed", "2x"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_file_that_is_not_there_is_said_before_brokers_are_asked() {
    assertThat(run("replay", "none.csv", "--topic", "t", "--brokers", NOBODY))
        .isEqualTo(ExitCode.FAILED);

    assertThat(err).hasToString("thalweg: none.csv: does not exist; check the name\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--speed=fast", "--speed=-1x", "--rate=0", "--map=a", "--start=noon"})
  void a_wrong_value_is_named_with_an_example(String option) {
    assertThat(run("replay", "f.csv", "--topic", "t", "--brokers", NOBODY, option))
        .isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("expected").contains("as in");
  }

  @Test
  void a_savepoint_is_for_clusters() {
    assertThat(run("run", EXAMPLES + "minimal.yaml", "--from-savepoint", "x"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_bounded_run_wants_records_that_are_there() {
    assertThat(run("run", EXAMPLES + "minimal.yaml", "--bounded")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("--brokers");
  }

  @Test
  void a_bounded_run_is_not_for_clusters() {
    assertThat(run("run", EXAMPLES + "minimal.yaml", "--bounded", "--cluster", NOBODY))
        .isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "129"})
  void a_parallelism_out_of_range_is_a_usage_error(String subtasks) {
    assertThat(run("run", EXAMPLES + "minimal.yaml", "-p", subtasks)).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("expected 1 to 128");
  }

  @Test
  void devices_are_told_to_people_and_to_programs() throws IOException {
    assertThat(run("devices")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("networks   plan: ", "backend    CpuBackend of ND4J ", "profile    none")
        .containsPattern("processor  .+, .+, [0-9]+ threads\n");

    out.getBuffer().setLength(0);
    assertThat(run("devices", "--json")).isEqualTo(ExitCode.OK);
    JsonNode found = new ObjectMapper().readTree(out.toString());
    assertThat(found.get("profile").isNull()).isTrue();
    assertThat(found.get("nd4j").asText()).startsWith("1.0.0-");
    assertThat(found.at("/devices/0/served").asBoolean()).isTrue();
    assertThat(found.at("/devices/0/type").asText()).isEqualTo("processor");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void placeholders_for_secrets_are_shown_as_they_are_written() {
    run("consume", "--help");

    assertThat(out.toString()).contains("${env:NAME}", "${file:/path}");
  }

  @Test
  void a_broker_that_does_not_answer_is_named_with_the_remedy() {
    assertThat(run("topics", "create", EXAMPLES + "minimal.yaml", "--brokers", NOBODY))
        .isEqualTo(ExitCode.BROKER);

    assertThat(err.toString()).contains(NOBODY).contains("start a broker").doesNotContain("\tat ");
  }

  @Test
  void where_in_the_program_is_shown_on_demand() {
    run("topics", "create", EXAMPLES + "minimal.yaml", "--brokers", NOBODY, "--stacktrace");

    assertThat(err.toString()).contains("\tat io.thalweg");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_command_explains_itself_with_examples(String command) {
    String[] words = command.isEmpty() ? new String[] {"--help"} : (command + " --help").split(" ");

    assertThat(run(words)).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).contains("Usage: thalweg").contains("./thalweg " + command);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void an_example_fits_a_line_of_a_narrow_terminal(String command) {
    CommandLine explained = Thalweg.commandLine(new Terminal(false, false, 80));
    for (String word : command.isEmpty() ? new String[0] : command.split(" ")) {
      explained = explained.getSubcommands().get(word);
    }
    assertThat(explained.getCommandSpec().usageMessage().footer())
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
  }

  /** All that there are, so that a new one is not forgotten. */
  static Stream<String> commands() {
    return below("", Thalweg.commandLine(new Terminal(false, false, 80)));
  }

  private static Stream<String> below(String name, CommandLine commandLine) {
    return Stream.concat(
        Stream.of(name),
        commandLine.getSubcommands().entrySet().stream()
            .flatMap(e -> below((name + " " + e.getKey()).strip(), e.getValue())));
  }

  @Test
  void the_version_names_what_it_stands_on() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).contains("thalweg ", "flink   2.", "kafka   4.", "java ");
  }

  @Test
  void colours_are_for_terminals() {
    assertThat(Terminal.of(Map.of("THALWEG_TERMINAL", "1", "THALWEG_COLUMNS", "132")))
        .isEqualTo(new Terminal(true, true, 132));
    assertThat(Terminal.of(Map.of("THALWEG_TERMINAL", "1", "NO_COLOR", "1")))
        .isEqualTo(new Terminal(true, false, 80));
    assertThat(Terminal.of(Map.of("THALWEG_TERMINAL", "1", "TERM", "dumb")))
        .isEqualTo(new Terminal(false, false, 80));
    assertThat(Terminal.of(Map.of("THALWEG_COLUMNS", "x")))
        .isEqualTo(new Terminal(false, false, 80));
  }

  @Test
  void a_broker_is_known_to_other_terminals_while_it_runs() throws IOException {
    Home home = Home.in(folder);

    try (Home.Announcement announcement = home.announce("127.0.0.1:9093")) {
      assertThat(Home.in(folder).broker()).contains("127.0.0.1:9093");
      assertThat(announcement).isNotNull();
    }

    assertThat(Home.in(folder).broker()).isEmpty();
  }

  @Test
  void a_second_broker_does_not_hide_the_first_for_good() throws IOException {
    Home home = Home.in(folder);

    try (Home.Announcement first = home.announce("127.0.0.1:9093")) {
      try (Home.Announcement second = home.announce("127.0.0.1:9094")) {
        assertThat(home.broker()).contains("127.0.0.1:9094");
        assertThat(second).isNotSameAs(first);
      }
      assertThat(home.broker()).contains("127.0.0.1:9093");
    }

    assertThat(home.broker()).isEmpty();
  }

  @Test
  void a_broker_whose_process_was_killed_is_not_known() throws IOException {
    Files.createDirectories(folder.resolve(".thalweg"));
    Files.writeString(folder.resolve(".thalweg/broker"), "127.0.0.1:9093 999999999999\n");

    assertThat(Home.in(folder).broker()).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine commandLine = Thalweg.commandLine(new Terminal(false, false, 80));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
