package io.thalweg.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.jobs.testing.Certificates;
import io.thalweg.jobs.testing.DocumentedRights;
import io.thalweg.jobs.testing.DocumentedRights.Right;
import io.thalweg.jobs.testing.SecureBroker;
import io.thalweg.jobs.testing.Streams;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Commands and jobs at a broker that wants TLS, a password and rights. {@code SecureClusterIT} has
 * a fleet there.
 */
class SecureKafkaIT {
  private static final String INPUT = "pumps";
  private static final String NOBODY = "a-password-of-nobody";

  @TempDir private static Path folder;
  private static SecureBroker broker;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    broker = SecureBroker.start(folder, "of-the-key-stores");
    try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(folder.resolve("pumps.csv")))) {
      Random random = new Random(5);
      csv.println("at,pressure,state");
      for (int i = 0; i < 4_000; i++) {
        double pressure = random.nextGaussian();
        csv.printf("%d,%.3f,%s%n", 1_000 + i, pressure, pressure > 0 ? "failing" : "fine");
      }
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void the_rights_in_the_guide_are_enough_to_learn_and_publish_and_each_is_used() throws Exception {
    learnAndPublish("plain", "", List.of("job", "who submits"));
    learnAndPublish(
        "strict", "delivery: exactly-once", List.of("job", "who submits", "job with exactly once"));
  }

  private void learnAndPublish(String name, String more, List<String> roles) throws Exception {
    Map<String, List<Right>> rights = new HashMap<>();
    String maker = rights(rights, name, "maker", List.of("who makes the topics"));
    // Its password is in the environment, as that of every process is.
    String player = rights(rights, name, "player", List.of("replay"), System.getenv("PATH"));
    String job = rights(rights, name, "job", roles);
    String reader = rights(rights, name, "reader", List.of("consume model watch"));

    Path file = jobFile(name, more, broker.client(maker, password(maker)));
    assertThat(run("topics", "create", file.toString())).as(err.toString()).isZero();
    assertThat(run(playing(player))).as(err.toString()).isZero();
    jobFile(name, more, broker.client(job, password(job)));
    assertThat(run("run", file.toString(), "--bounded")).as(err.toString()).isZero();
    jobFile(name, more, broker.client(reader, password(reader)));
    Path zip = folder.resolve(name + ".zip");
    assertThat(run("model", "export", file.toString(), "--output=" + zip))
        .as(err.toString())
        .isZero();
    try (ZipFile model = new ZipFile(zip.toFile())) {
      assertThat(model.getEntry("coefficients.bin")).isNotNull();
    }
    assertThat(
            run(
                with(
                    broker.client(reader, password(reader)),
                    "consume",
                    name + ".predictions",
                    "--limit=1")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("\"model_version\":");
    rights.forEach(
        (user, granted) ->
            granted.forEach(
                right -> assertThat(right.unused(user)).as("%s: %s", user, right).isEmpty()));
  }

  private static String rights(
      Map<String, List<Right>> rights, String job, String user, List<String> roles)
      throws Exception {
    return rights(rights, job, user, roles, password(job + "-" + user));
  }

  private static String password(String user) {
    return "secret of " + user;
  }

  private static String rights(
      Map<String, List<Right>> rights, String job, String user, List<String> roles, String password)
      throws Exception {
    String name = job + "-" + user;
    broker.user(name, password);
    for (String role : roles) {
      List<Right> documented = DocumentedRights.of(role, job, INPUT);
      broker.allow(DocumentedRights.bindings(name, documented));
      rights.computeIfAbsent(name, any -> new ArrayList<>()).addAll(documented);
    }
    return name;
  }

  private String[] playing(String user) throws Exception {
    Map<String, String> client = new HashMap<>(broker.client(user, "is in the environment"));
    client.put("sasl.jaas.config", SecureBroker.login(user, "${env:PATH}"));
    String csv = folder.resolve("pumps.csv").toString();
    return with(client, "replay", csv, "--topic=" + INPUT, "--time=at");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
            List.of("topics", "create", "JOB"),
            List.of("run", "JOB", "--bounded"),
            List.of("model", "show", "JOB"),
            List.of("consume", INPUT, "OPTIONS"),
            List.of("replay", "pumps.csv", "--topic=" + INPUT, "OPTIONS"),
            List.of("watch", "--port=0", "OPTIONS"),
            List.of("host", "cartpole", "OPTIONS"))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void who_is_refused_hears_whether_it_was_the_password_or_the_certificate(List<String> command)
      throws Exception {
    Map<String, String> client = broker.client("nobody", NOBODY);
    refused(command, broker.secure(), client)
        .contains("user or password refused", "sasl.jaas.config (${file:" + folder);

    Map<String, String> untrusting = new HashMap<>(client);
    untrusting.put("ssl.truststore.location", untrusting().toString());
    refused(command, broker.secure(), untrusting)
        .contains("certificate is not trusted", "ssl.truststore.location (" + folder);

    refused(command, broker.elsewhere(), client)
        .contains("certificate is that of another host", "bootstrap.servers");
  }

  private static Path untrusting() throws Exception {
    Path key = folder.resolve("stranger.p12");
    Certificates certificates = broker.certificates();
    return certificates.trusting(
        "untrusting",
        Files.exists(key) ? key : certificates.key("stranger", "dns:stranger.example"));
  }

  @Test
  void who_speaks_without_tls_or_lacks_a_right_hears_that() throws Exception {
    Map<String, String> impatient =
        Map.of("request.timeout.ms", "1000", "default.api.timeout.ms", "1000");
    refused(List.of("consume", INPUT, "OPTIONS"), broker.secure(), impatient)
        .contains("security.protocol (not set)");

    broker.user("guest", "guest");
    try (Streams streams = new Streams(broker.open())) {
      streams.create(Topic.of("private", 1));
      streams.write("private", List.of(List.of("{}")));
    }
    Map<String, String> guest = broker.client("guest", "guest");
    List<String> reads = List.of("consume", "private", "OPTIONS");
    refused(reads, broker.secure(), guest)
        .contains("cannot describe topic private", "authorization failed", "docs/security.md");
    broker.allow(
        DocumentedRights.bindings("guest", DocumentedRights.of("replay", "any", "private")).stream()
            .filter(right -> right.entry().operation() == AclOperation.DESCRIBE)
            .toList());
    refused(reads, broker.secure(), guest)
        .contains("Not authorized to access topics: [private]", "docs/security.md");
    refused(List.of("replay", "pumps.csv", "--topic=private", "OPTIONS"), broker.secure(), guest)
        .contains("cannot write to topic private", "authorization failed", "docs/security.md");
  }

  /** Ends with the exit code of a broker that refuses, and without a place in the program. */
  private org.assertj.core.api.AbstractStringAssert<?> refused(
      List<String> command, String brokers, Map<String, String> client) throws Exception {
    Path file = jobFile("refused", "", client);
    List<String> arguments = new ArrayList<>();
    for (String word : command) {
      switch (word) {
        case "JOB" -> arguments.add(file.toString());
        case "OPTIONS" -> arguments.addAll(properties(client));
        case "pumps.csv" -> arguments.add(folder.resolve(word).toString());
        default -> arguments.add(word);
      }
    }
    arguments.add("--brokers=" + brokers);
    assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isEqualTo(ExitCode.BROKER);
    assertThat(out + err.toString())
        .doesNotContain(NOBODY)
        .doesNotContain("of-the-key-stores")
        .doesNotContain("\tat ")
        .doesNotContain("--stacktrace");
    return assertThat(err.toString());
  }

  private static List<String> properties(Map<String, String> client) {
    return client.entrySet().stream()
        .map(property -> "--kafka=" + property.getKey() + "=" + property.getValue())
        .toList();
  }

  /** Arguments of a command that reads no job file. */
  private static String[] with(Map<String, String> client, String... command) {
    return Stream.of(List.of(command), properties(client), List.of("--brokers=" + broker.secure()))
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  private static Path jobFile(String name, String more, Map<String, String> client)
      throws IOException {
    String kafka =
        client.entrySet().stream()
            .map(e -> "  %s: '%s'\n".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining());
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %s
        input: {topic: pumps, event-time: at}
        features: {numeric: [pressure]}
        label: {field: state, classes: [fine, failing]}
        sequence: 2
        network: {type: gru, hidden: 4}
        checkpoint: 100ms
        publish-every: 5
        %s
        kafka:
          bootstrap.servers: %s
        """
                .formatted(name, more, broker.secure())
            + kafka);
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = Thalweg.commandLine(Terminal.of(Map.of()));
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }
}
