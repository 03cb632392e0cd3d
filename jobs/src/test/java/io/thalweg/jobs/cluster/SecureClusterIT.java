package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.connectors.updates.UpdateReader;
import io.thalweg.jobs.cluster.RunningCluster.Running;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.testing.DocumentedRights;
import io.thalweg.jobs.testing.DocumentedRights.Right;
import io.thalweg.jobs.testing.Listening;
import io.thalweg.jobs.testing.Planted;
import io.thalweg.jobs.testing.SecureBroker;
import io.thalweg.jobs.testing.Streams;
import io.thalweg.jobs.watch.LivePage;
import io.thalweg.models.learning.ModelZip;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster whose processes speak TLS with each other and with clients, and jobs on it that log in
 * at a broker which wants TLS and a password.
 */
@Tag("cluster")
class SecureClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Planted STORES = new Planted("kEy5t0re-9fQz2LwXv7");
  private static final Planted IN_A_FILE = new Planted("pAs5f1Le-4hTn8RbYc3");
  private static final Planted WRITTEN_OUT = new Planted("wR1t0uT-6gJm1DkPs2");

  @TempDir private static Path folder;
  private static SecureBroker broker;
  private static Cluster cluster;
  private static Path home;

  @BeforeAll
  static void start() throws Exception {
    broker = SecureBroker.start(folder, STORES.text());
    home = Path.of("target", "secure-cluster-" + System.getProperty("test.fork", "1"));
    cluster = Running.cluster(home);
    home = home.toAbsolutePath();
    Path key = broker.certificates().key("flink", "ip:127.0.0.1");
    Map<String, String> tls = new TreeMap<>();
    for (String side : List.of("internal", "rest")) {
      String prefix = "security.ssl." + side + ".";
      tls.put(prefix + "enabled", "true");
      for (String store : List.of("keystore", "truststore")) {
        tls.put(prefix + store, key.toString());
        tls.put(prefix + store + "-password", STORES.text());
      }
      tls.put(prefix + "key-password", STORES.text());
    }
    tls.put("security.ssl.rest.authentication-enabled", "true");
    ClusterOptions plain = ClusterOptions.onFreePorts(1, 4).withHighAvailability();
    cluster.start(
        new ClusterOptions(
            plain.taskManagers(),
            plain.slots(),
            plain.dashboardPort(),
            plain.brokerPort(),
            true,
            tls),
        line -> {});
  }

  @AfterAll
  static void stop() {
    cluster.stop(line -> {});
    broker.close();
  }

  private static Cluster.Status status() {
    return cluster.status().orElseThrow();
  }

  @Test
  void every_process_listens_on_loopback_only() throws Exception {
    assumeTrue(Listening.isKnown(), "no /proc");
    for (Cluster.Member member : status().members()) {
      List<InetSocketAddress> addresses = Listening.of(member.pid().orElseThrow());
      assertThat(addresses)
          .as(member.name())
          .isNotEmpty()
          .allMatch(address -> address.getAddress().isLoopbackAddress());
    }
  }

  @Test
  void nobody_is_let_in_who_speaks_without_tls_or_trusts_another() throws Exception {
    String plain = status().dashboard().replace("https://", "");
    assertThat(status().dashboard()).startsWith("https://");
    assertThatThrownBy(() -> FlinkSession.at(plain).overview())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("speaks TLS: name it as https://" + plain);
    assertThatThrownBy(() -> FlinkSession.at(status().dashboard()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("set FLINK_CONF_DIR");
    Map<String, String> strange = new TreeMap<>(status().rest().security());
    strange.put("security.ssl.rest.truststore", broker.trusted().toString());
    assertThatThrownBy(() -> FlinkSession.at(rest(strange)).overview())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("is not trusted", "security.ssl.rest.truststore");
    strange.putAll(status().rest().security());
    strange.put("security.ssl.rest.authentication-enabled", "false");
    assertThat(FlinkSession.at(rest(strange)).overview()).as("without a certificate").isEmpty();
  }

  private static RestAddress rest(Map<String, String> security) {
    RestAddress rest = status().rest();
    return new RestAddress(rest.host(), rest.port(), true, security);
  }

  @Test
  void no_secret_is_in_a_log_an_answer_the_page_a_savepoint_or_a_model() throws Exception {
    Path file = jobFile("referring", broker.client("referring", IN_A_FILE.text()));
    List<Right> fleet = admit("referring", IN_A_FILE);
    String console = submit(file);
    Map<String, String> spelt = new TreeMap<>(broker.client("spelling", "in the job file"));
    spelt.put("sasl.jaas.config", SecureBroker.login("spelling", WRITTEN_OUT.text()));
    admit("spelling", WRITTEN_OUT);
    FlinkSession session = status().session();
    session.submit(JobFile.read(jobFile("spelling", spelt)), FlinkSession.Submission.PLAIN);
    List<String> savepoints = new ArrayList<>();
    StringBuilder answers = new StringBuilder(console);
    for (String name : List.of("referring", "spelling")) {
      exported(name);
      await()
          .atMost(PATIENCE)
          .until(() -> session.completedCheckpoints(session.job(name).id()) > 0);
      answers.append(answers(session.job(name).id()));
      savepoints.add(session.savepoint(session.job(name).id(), PATIENCE));
    }
    answers.append(page());
    for (Right right : fleet) {
      assertThat(right.unused("referring")).as("%s", right).isEmpty();
    }

    assertThat(answers.toString())
        .contains("referring", "spelling", "flink-version")
        .doesNotContain(STORES.text(), IN_A_FILE.text(), WRITTEN_OUT.text());
    assertThat(savepoints).allMatch(path -> Files.isDirectory(Path.of(URI.create(path))));
    assertThat(home.resolve("log/jobmanager.log")).content().contains("referring");
    var written = Planted.find(home, STORES, IN_A_FILE, WRITTEN_OUT);
    assertThat(written.get(IN_A_FILE)).isEmpty();
    assertThat(written.get(STORES))
        .as("what only the owner reads")
        .containsExactlyInAnyOrder(home.resolve("cluster.json"), home.resolve("conf/config.yaml"))
        .allMatch(path -> permissions(path).equals("rw-------"));
    // As docs/security.md says: it travels with the graph, which high availability keeps.
    assertThat(written.get(WRITTEN_OUT))
        .isNotEmpty()
        .allMatch(path -> path.startsWith(home.resolve("ha")));
    // The topics of the broker, what was exported, and where the secrets were put.
    var here = Planted.find(folder, IN_A_FILE, WRITTEN_OUT);
    assertThat(here.get(IN_A_FILE)).containsExactly(folder.resolve("referring.jaas"));
    assertThat(here.get(WRITTEN_OUT)).containsExactly(folder.resolve("spelling.yaml"));
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a user in with the rights that the guide gives to a job with a fleet. */
  private static List<Right> admit(String name, Planted password) throws Exception {
    broker.user(name, password.text());
    List<Right> rights = new ArrayList<>();
    for (String role : List.of("job", "who submits", "job with a fleet", "consume model watch")) {
      rights.addAll(DocumentedRights.of(role, name, "pumps-" + name));
    }
    broker.allow(DocumentedRights.bindings(name, rights));
    return DocumentedRights.of("job with a fleet", name, "pumps-" + name);
  }

  private static Path jobFile(String name, Map<String, String> client) throws Exception {
    String kafka =
        client.entrySet().stream()
            .map(e -> "  %s: '%s'\n".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining());
    Path file =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            name: %s
            input: {topic: pumps-%s, event-time: at}
            features: {numeric: [pressure]}
            label: {field: state, classes: [fine, failing]}
            sequence: 2
            network: {type: gru, hidden: 4}
            serving: fleet
            checkpoint: 1s
            publish-every: 1
            kafka:
              bootstrap.servers: %s
            """
                    .formatted(name, name, broker.secure())
                + kafka);
    try (Streams streams = new Streams(broker.open());
        Topics topics = new Topics(KafkaSettings.of(broker.open()))) {
      topics.create(JobTopics.of(JobFile.read(file), 1));
      streams.write(
          "pumps-" + name,
          List.of(
              IntStream.range(0, 200)
                  .mapToObj(
                      i -> "{\"at\":%d,\"pressure\":%d,\"state\":\"fine\"}".formatted(i, i % 7))
                  .toList()));
    }
    return file;
  }

  /** As a user does, in a process of its own. */
  private static String submit(Path file) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Running.tool("java"),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.thalweg.jobs.cli.Thalweg",
            "run",
            file.toString(),
            "--cluster",
            status().dashboard());
    builder.environment().put("FLINK_CONF_DIR", home.resolve("conf").toString());
    return Running.output(builder);
  }

  /** Waits for a model, and writes it into the folder. */
  private static void exported(String name) throws Exception {
    JobSpec job = JobFile.readSequence(folder.resolve(name + ".yaml"));
    UpdateReader reader =
        new UpdateReader(new KafkaSettings(job.kafka()).consumerProperties(), PATIENCE);
    byte[] model =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> reader.read(job.output().model(), name, job.fingerprint(), 1 << 20).newest(),
                Optional::isPresent)
            .orElseThrow()
            .payload();
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".zip"))) {
      ModelZip.write(job.model(), model, out);
    }
  }

  /** What the REST interface, and so the dashboard, says of a job and of all processes. */
  private static String answers(String job) {
    RestClient rest = new RestClient(status().rest());
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/config",
                "/overview",
                "/jobs/overview",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/thread-dump",
                "/taskmanagers"));
    for (String part :
        List.of(
            "",
            "/config",
            "/plan",
            "/exceptions",
            "/accumulators",
            "/checkpoints",
            "/checkpoints/config",
            "/jobmanager/config",
            "/jobmanager/environment")) {
      paths.add("/jobs/" + job + part);
    }
    rest.get("/taskmanagers")
        .path("taskmanagers")
        .forEach(manager -> paths.add("/taskmanagers/" + manager.path("id").asText()));
    rest.get("/jobs/" + job)
        .path("vertices")
        .forEach(vertex -> paths.add("/jobs/" + job + "/vertices/" + vertex.path("id").asText()));
    return paths.stream().map(path -> rest.get(path).toString()).collect(Collectors.joining("\n"));
  }

  /** The live page and what it streams, until it has told of a job. */
  private static String page() throws Exception {
    JobSpec job = JobFile.readSequence(folder.resolve("referring.yaml"));
    try (LivePage page = LivePage.open(new KafkaSettings(job.kafka()), LivePage.LOOPBACK, 0);
        InputStream in = page.address().resolve("/events").toURL().openStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder told = new StringBuilder();
      while (told.indexOf("event: job") < 0 || !told.toString().endsWith("\n\n")) {
        told.append(lines.readLine()).append("\n");
      }
      return told.toString();
    }
  }
}
