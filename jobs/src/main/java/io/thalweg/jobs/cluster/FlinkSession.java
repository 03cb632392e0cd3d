package io.thalweg.jobs.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.graph.Graphs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A running Flink cluster that takes jobs: its REST interface. Jobs are built here and sent as
 * graphs together with the job jar, so that a mistake shows before anything reaches the cluster and
 * the job manager never runs a job's main program.
 */
public final class FlinkSession {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RESTORED_WITHIN = Duration.ofMinutes(1);

  private static final String NOT_ALL_RUNNING = "Not all required tasks are currently running";
  private static final Set<String> ENDED = Set.of("CANCELED", "FINISHED", "FAILED");

  private final RestAddress address;
  private final RestClient rest;

  private FlinkSession(RestAddress address) {
    this.address = address;
    this.rest = new RestClient(address);
  }

  /**
   * The cluster at an address; nothing is asked of it yet.
   *
   * @param address {@code HOST:PORT} of the dashboard; {@code https://HOST:PORT} where it speaks
   *     TLS: the configuration in {@code FLINK_CONF_DIR} then says whom to trust
   */
  public static FlinkSession at(String address) {
    return at(RestAddress.parse(address));
  }

  static FlinkSession at(RestAddress address) {
    return new FlinkSession(address);
  }

  /** A job's graph, put into the environment given. */
  @FunctionalInterface
  interface Program {
    /**
     * Defines the job.
     *
     * @return its name
     */
    String define(StreamExecutionEnvironment environment);
  }

  /**
   * How a job is submitted.
   *
   * @param parallelism instead of that which the job says
   * @param savepoint folder of a savepoint or of a retained checkpoint to start from
   */
  public record Submission(Optional<Integer> parallelism, Optional<String> savepoint) {
    /** As the job file says, from nothing. */
    public static final Submission PLAIN = new Submission(Optional.empty(), Optional.empty());

    public Submission {
      parallelism.ifPresent(
          p -> {
            if (p < 1) {
              throw new ClusterException("parallelism: %d found, 1 or more expected".formatted(p));
            }
          });
    }
  }

  /**
   * A job as the cluster sees it.
   *
   * @param state as Flink calls it: CREATED, RUNNING, RESTARTING, CANCELED, FINISHED, FAILED …
   */
  public record Submitted(String id, String name, String state, Instant started) {}

  /** What the cluster has. */
  public record Overview(String flinkVersion, int taskManagers, int slots, int freeSlots) {}

  public URI dashboard() {
    return address.uri();
  }

  /** Of one job, in the dashboard. */
  public URI page(String jobId) {
    return URI.create(dashboard() + "/#/job/running/" + jobId + "/overview");
  }

  /** Empty while nothing answers. */
  public Optional<Overview> overview() {
    return rest.tryGet("/overview")
        .map(
            body ->
                new Overview(
                    body.path("flink-version").asText(),
                    body.path("taskmanagers").asInt(),
                    body.path("slots-total").asInt(),
                    body.path("slots-available").asInt()));
  }

  /**
   * Addresses of those that are registered, of one that died a moment ago too. A task manager that
   * is started again has another. Empty while nothing answers.
   */
  Set<String> taskManagers() {
    Set<String> addresses = new HashSet<>();
    rest.tryGet("/taskmanagers")
        .ifPresent(
            body ->
                body.path("taskmanagers")
                    .forEach(registered -> addresses.add(registered.path("path").asText())));
    return addresses;
  }

  /**
   * Submits a job and returns when the cluster has accepted it, and has read its savepoint if it
   * has one. Thalweg's own classes go with it.
   *
   * @return the job's id
   * @throws ClusterException if nothing answers, another version of Flink does, the job is refused,
   *     or its savepoint does not exist or fit
   * @throws io.thalweg.connectors.kafka.KafkaAccessException if the brokers cannot be reached from
   *     here or an input topic is missing
   */
  public String submit(Job job, Submission submission) throws IOException {
    Job sized = submission.parallelism().<Job>map(job::withParallelism).orElse(job);
    Path jar = Files.createTempFile("thalweg-job", ".jar");
    try {
      JobJar.write(jar);
      return submit(
          jar,
          submission,
          environment -> {
            Graphs.build(environment, sized, false);
            return sized.name();
          });
    } finally {
      Files.delete(jar);
    }
  }

  /**
   * Makes a job's graph and throws it away, to see whether it can be submitted.
   *
   * @throws ClusterException if another version of Flink answers
   * @throws io.thalweg.connectors.kafka.KafkaAccessException as {@link #submit}
   */
  public void rehearse(Job job) {
    requireSameFlink();
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(new Configuration());
    Graphs.build(environment, job, false);
    environment.getStreamGraph();
  }

  /**
   * As {@link #submit(Job, Submission)}.
   *
   * @param jar the classes that the graph needs and that are not in the cluster's {@code lib}
   */
  String submit(Path jar, Submission submission, Program program) {
    requireSameFlink();
    Configuration configuration = configuration(jar, submission);
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    String name = program.define(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(name);
    String id = execute(graph, configuration);
    submission.savepoint().ifPresent(path -> awaitRestored(id, name, path));
    return id;
  }

  /**
   * An environment's own way would put all options of the client into the graph, which the cluster
   * keeps: passwords of key stores among them.
   */
  private String execute(StreamGraph graph, Configuration configuration) {
    Configuration client = new Configuration(configuration);
    client.addAll(Configuration.fromMap(address.security()));
    try {
      return new RemoteExecutor(client)
          .execute(graph, client, FlinkSession.class.getClassLoader())
          .get()
          .getJobID()
          .toHexString();
    } catch (Exception e) {
      throw new ClusterException(
          "the cluster at %s did not accept job %s: %s"
              .formatted(address, graph.getJobName(), rootMessage(e)),
          e);
    }
  }

  /**
   * A savepoint that does not exist or fit shows only once the job manager has the slots and reads
   * it, and one of another network once the tasks do, long after the job was taken.
   */
  private void awaitRestored(String id, String name, String savepoint) {
    await(
        "job %s to start from %s: the dashboard at %s tells what it lacks"
            .formatted(name, savepoint, page(id)),
        RESTORED_WITHIN,
        () -> ended(id) || running(id));
    if (state(id).equals("FAILED")) {
      throw new ClusterException(
          "job %s could not start from %s: %s"
              .formatted(name, savepoint, deepestCause(failure(id))));
    }
  }

  /** Stack trace of what ended a job. */
  private String failure(String id) {
    return rest.get("/jobs/" + id + "/execution-result")
        .at("/job-execution-result/failure-cause/stack-trace")
        .asText();
  }

  /** The message of the last cause in a printed stack trace. */
  private static String deepestCause(String stackTrace) {
    return stackTrace
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((earlier, later) -> later)
        .map(line -> line.replaceFirst("Caused by: ([\\w.$]+: )?", ""))
        .orElse(RestClient.firstLine(stackTrace));
  }

  public List<Submitted> jobs() {
    List<Submitted> jobs = new ArrayList<>();
    for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Submitted(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              Instant.ofEpochMilli(job.path("start-time").asLong())));
    }
    return List.copyOf(jobs);
  }

  /** As {@link Job#state}. */
  public String state(String jobId) {
    return rest.get("/jobs/" + jobId + "/status").path("status").asText();
  }

  /** Whether every task of the job runs. */
  public boolean running(String jobId) {
    if (!state(jobId).equals("RUNNING")) {
      return false;
    }
    JsonNode vertices = rest.get("/jobs/" + jobId).path("vertices");
    for (JsonNode vertex : vertices) {
      if (vertex.path("tasks").path("RUNNING").asInt() != vertex.path("parallelism").asInt()) {
        return false;
      }
    }
    return !vertices.isEmpty();
  }

  /** Whether a job of that name has not ended. */
  public boolean runs(String name) {
    return jobs().stream().anyMatch(job -> job.name().equals(name) && !ENDED.contains(job.state()));
  }

  /**
   * The one job of a name that has not ended.
   *
   * @throws ClusterException if there is none, or several
   */
  public Submitted job(String name) {
    List<Submitted> found =
        jobs().stream()
            .filter(job -> job.name().equals(name) && !ENDED.contains(job.state()))
            .toList();
    if (found.size() != 1) {
      throw new ClusterException(
          "%d jobs of the name %s found at %s, one expected; './thalweg status' lists all of them"
              .formatted(found.size(), name, address));
    }
    return found.get(0);
  }

  /** What a job was started with; empty: not by Thalweg, or by a version that did not say it. */
  public Map<String, String> settings(String jobId) {
    Map<String, String> settings = new TreeMap<>();
    JsonNode known = rest.get("/jobs/" + jobId + "/config").at("/execution-config/user-config");
    for (Map.Entry<String, JsonNode> entry : known.properties()) {
      settings.put(entry.getKey(), entry.getValue().asText());
    }
    return settings;
  }

  /**
   * How a job's checkpoints go.
   *
   * @param latest of those that were completed; empty: none yet
   */
  public record Checkpoints(int completed, int failed, Optional<Checkpoint> latest) {}

  /** A checkpoint that was completed. */
  public record Checkpoint(Instant completed, Duration took, long bytes) {}

  public Checkpoints checkpoints(String jobId) {
    JsonNode all = rest.get("/jobs/" + jobId + "/checkpoints");
    JsonNode latest = all.at("/latest/completed");
    return new Checkpoints(
        all.at("/counts/completed").asInt(),
        all.at("/counts/failed").asInt(),
        latest.isObject()
            ? Optional.of(
                new Checkpoint(
                    Instant.ofEpochMilli(latest.path("latest_ack_timestamp").asLong()),
                    Duration.ofMillis(latest.path("end_to_end_duration").asLong()),
                    latest.path("state_size").asLong()))
            : Optional.empty());
  }

  /** What a job was restarted after. */
  public record Restart(Instant when, String reason) {}

  /** The newest first, as far as the job manager remembers. */
  public List<Restart> restarts(String jobId) {
    List<Restart> restarts = new ArrayList<>();
    for (JsonNode entry :
        rest.get("/jobs/" + jobId + "/exceptions").at("/exceptionHistory/entries")) {
      restarts.add(
          new Restart(
              Instant.ofEpochMilli(entry.path("timestamp").asLong()),
              deepestCause(entry.path("stacktrace").asText())));
    }
    return List.copyOf(restarts);
  }

  /** How often its job manager has started a job again; empty: it has not counted yet. */
  public OptionalLong restartCount(String jobId) {
    JsonNode metric = rest.get("/jobs/" + jobId + "/metrics?get=numRestarts").path(0);
    return metric.hasNonNull("value")
        ? OptionalLong.of(Long.parseLong(metric.path("value").asText()))
        : OptionalLong.empty();
  }

  /** Number of checkpoints that were completed since the job was submitted. */
  public int completedCheckpoints(String jobId) {
    return rest.get("/jobs/" + jobId + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** Ends a job without a savepoint; returns when its tasks are gone. */
  public void cancel(String jobId, Duration patience) {
    rest.patch("/jobs/" + jobId + "?mode=cancel");
    await("job " + jobId + " to be cancelled", patience, () -> ended(jobId));
  }

  /**
   * Takes a savepoint and ends the job with it: transactions are committed.
   *
   * @return the savepoint's folder
   */
  public String stopWithSavepoint(String jobId, Duration patience) {
    return stopWithSavepoint(jobId, false, patience);
  }

  /**
   * As above.
   *
   * @param drain whether event time goes to its end first, so that nothing waits any more; such a
   *     savepoint is no place to go on from
   */
  public String stopWithSavepoint(String jobId, boolean drain, Duration patience) {
    String location = savepoint(jobId, "/stop", Map.of("drain", drain), patience);
    await("job " + jobId + " to end", patience, () -> ended(jobId));
    return location;
  }

  /**
   * Takes a savepoint; the job runs on.
   *
   * @return the savepoint's folder
   */
  public String savepoint(String jobId, Duration patience) {
    return savepoint(jobId, "/savepoints", Map.of("cancel-job", false), patience);
  }

  /** While tasks start again there is no savepoint to be had: it is asked for once more then. */
  private String savepoint(String jobId, String operation, Map<String, ?> how, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      await("all tasks of job " + jobId + " to run", patience, () -> running(jobId));
      JsonNode result = savepointOnce("/jobs/" + jobId, operation, how, patience);
      if (result.hasNonNull("location")) {
        return result.path("location").asText();
      }
      String reason = deepestCause(result.path("failure-cause").path("stack-trace").asText());
      if (!reason.contains(NOT_ALL_RUNNING) || System.nanoTime() - deadline > 0) {
        throw new ClusterException(
            "job %s could not write its savepoint: %s".formatted(jobId, reason));
      }
    }
  }

  private JsonNode savepointOnce(
      String path, String operation, Map<String, ?> how, Duration patience) {
    String trigger = rest.post(path + operation, how).path("request-id").asText();
    await(
        "the savepoint of " + path,
        patience,
        () -> savepoint(path, trigger).path("status").path("id").asText().equals("COMPLETED"));
    return savepoint(path, trigger).path("operation");
  }

  private JsonNode savepoint(String path, String trigger) {
    return rest.get(path + "/savepoints/" + trigger);
  }

  private boolean ended(String jobId) {
    return ENDED.contains(state(jobId));
  }

  private static void await(String what, Duration patience, BooleanSupplier reached) {
    Waiting.until(what, patience, POLL, reached);
  }

  private void requireSameFlink() {
    String own = EnvironmentInformation.getVersion();
    Overview overview =
        overview()
            .orElseThrow(
                () ->
                    new ClusterException(
                        "no Flink cluster answers at %s: './thalweg cluster status' says what runs, './thalweg cluster start' starts one"
                            .formatted(address)));
    if (!overview.flinkVersion().equals(own)) {
      throw new ClusterException(
          "the cluster at %s runs Flink %s, Flink %s expected: docs/cluster.md says what a cluster must have"
              .formatted(address, overview.flinkVersion(), own));
    }
  }

  private Configuration configuration(Path jar, Submission submission) {
    Configuration configuration = new Configuration();
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(DeploymentOptions.ATTACHED, false);
    configuration.set(RestOptions.ADDRESS, address.host());
    configuration.set(RestOptions.PORT, address.port());
    configuration.set(PipelineOptions.JARS, List.of(jar.toAbsolutePath().toUri().toString()));
    submission.parallelism().ifPresent(p -> configuration.set(CoreOptions.DEFAULT_PARALLELISM, p));
    submission
        .savepoint()
        .ifPresent(path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, absolute(path)));
    return configuration;
  }

  /** What is a path here, the job manager would look for in a working directory of its own. */
  private static String absolute(String path) {
    boolean here = !path.contains(":") && Files.exists(Path.of(path));
    return here ? Path.of(path).toAbsolutePath().normalize().toUri().toString() : path;
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return RestClient.firstLine(String.valueOf(root.getMessage()));
  }
}
