package io.thalweg.jobs.cli;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.cluster.FlinkSession;
import io.thalweg.jobs.embedded.Embedded;
import io.thalweg.jobs.embedded.EmbeddedFlink;
import io.thalweg.jobs.embedded.EmbeddedJob;
import io.thalweg.jobs.embedded.KeptCheckpoint;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.AgentJobSpec.Role;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.graph.Graphs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg run}. */
@Command(
    name = "run",
    header = "Run a job, here or on a Flink cluster.",
    description =
        "Here: Flink in this process until Ctrl-C, with a broker of its own where neither --brokers nor"
            + " the job file names one. Missing topics are created. With --cluster the job goes on"
            + " there when the command has ended.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg run job.yaml",
      "  ./thalweg run job.yaml --state /var/lib/thalweg",
      "  ./thalweg run job.yaml --brokers broker-1:9092,broker-2:9092",
      "  ./thalweg run job.yaml --brokers 127.0.0.1:9092 --bounded",
      "  ./thalweg run job.yaml --cluster 127.0.0.1:8081"
    })
class RunCommand implements Callable<Integer> {
  private static final String RESTARTS = "restarts   after: ";

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private EmbeddedOptions embedded;

  @Parameters(paramLabel = "JOB.yaml", description = "The job file.")
  private Path file;

  @Option(
      names = "--bounded",
      description =
          "End where the input topics end now, everything predicted and learned; not with --cluster.")
  private boolean bounded;

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      description =
          "Submit the job to the Flink cluster whose dashboard is there (https://HOST:PORT where it speaks TLS).")
  private Optional<String> cluster = Optional.empty();

  @Option(
      names = {"-p", "--parallelism"},
      paramLabel = "P",
      description = "In place of the job file's.")
  private Optional<Integer> parallelism = Optional.empty();

  @Option(
      names = "--from-savepoint",
      paramLabel = "PATH",
      description = "Savepoint or kept checkpoint to go on from; with --cluster.")
  private Optional<String> savepoint = Optional.empty();

  @Override
  public Integer call() throws Exception {
    Job job = read(file);
    check(job);
    job = parallelism.<Job>map(job::withParallelism).orElse(job);
    return cluster.isPresent() ? submit(kafka.applied(job)) : runHere(job);
  }

  /** The job that a file says. */
  Job read(Path jobFile) {
    return JobFileAccess.read(jobFile);
  }

  private void check(Job job) {
    if (savepoint.isPresent() && cluster.isEmpty()) {
      throw usage("--from-savepoint: expected with --cluster");
    }
    if (bounded && cluster.isPresent()) {
      throw usage(
          "--bounded: expected without --cluster; a cluster runs a job until it is stopped");
    }
    if (bounded && bringsBroker(job) && embedded.temporary()) {
      throw usage(
          "--bounded: expected with --brokers or --state; a broker that starts with the job has no records"
              + KafkaOptions.known().map(found -> " (--brokers " + found + "?)").orElse(""));
    }
    if (bounded && job instanceof AgentJobSpec agent && agent.role() == Role.ACT_AND_LEARN) {
      throw usage(
          "--bounded: expected with role: act or role: learn; what a job does both of never comes to an end");
    }
    if (parallelism.isPresent() && (parallelism.get() < 1 || parallelism.get() > 128)) {
      throw usage("--parallelism: found " + parallelism.get() + ", expected 1 to 128");
    }
  }

  /** Whether a broker starts with the job. */
  boolean bringsBroker(Job job) {
    return !kafka.named(job);
  }

  /** Whether that broker has only what the job writes now. */
  boolean forgets() {
    return embedded.temporary();
  }

  /** Refuses topics of a broker that the job cannot begin with, before any is made. */
  void check(Topics topics) {
    // All that are missing are made.
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int runHere(Job job) throws Exception {
    boolean ownBroker = bringsBroker(job);
    if (!ownBroker) {
      createTopics(kafka.applied(job)); // what is wrong with them is said before Flink starts
    } else {
      KafkaOptions.known()
          .ifPresent(
              found -> say("not at " + found + " but with a broker of its own; see --brokers"));
    }
    Interruption interruption = Interruption.ofThisThread();
    say("starting " + (ownBroker ? "Kafka and Flink …" : "Flink …"));
    try (Embedded here = Embedded.start(embedded.settings(ownBroker, job.parallelism()))) {
      Optional<String> broker = here.broker().map(EmbeddedBroker::bootstrapServers);
      Job placed = broker.<Job>map(job::withBrokers).orElseGet(() -> kafka.applied(job));
      if (ownBroker) {
        createTopics(placed);
      }
      run(here, placed);
    } finally {
      interruption.close();
    }
    return ExitCode.OK;
  }

  private void run(Embedded here, Job job) throws Exception {
    EmbeddedJob running = start(here.flink(), job);
    say("job        " + job.name() + ", " + flow(job));
    say("kafka      " + brokers(job));
    say("dashboard  " + running.page());
    say("metrics    for Prometheus: " + here.flink().metrics());
    say("watch      ./thalweg watch, in another terminal");
    if (!bounded) {
      say("Ctrl-C ends it.");
    }
    try (Home.Announcement announcement = Home.ofProcess().announce(brokers(job))) {
      await(running, job);
    }
    say("the job has ended");
  }

  private void await(EmbeddedJob running, Job job) throws InterruptedException {
    Terminal terminal = Terminal.ofProcess();
    if (!terminal.interactive()) {
      running.await(reason -> say(RESTARTS + reason));
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    KafkaSettings settings = new KafkaSettings(job.kafka());
    try (StatusLine status = StatusLine.show(out, terminal.columns(), settings, job)) {
      running.await(reason -> status.say(RESTARTS + reason));
    }
  }

  /** Bounded, it does all that there is; otherwise it goes on where an earlier process stood. */
  private EmbeddedJob start(EmbeddedFlink flink, Job job) throws Exception {
    if (bounded) {
      return flink.submit(environment -> Graphs.build(environment, job, true));
    }
    Optional<KeptCheckpoint> kept = flink.keptCheckpoint(job.name());
    kept.ifPresent(
        checkpoint ->
            say(
                "goes on    from %s, taken %s"
                    .formatted(
                        checkpoint.folder(), checkpoint.taken().truncatedTo(ChronoUnit.SECONDS))));
    return flink.submit(job.name(), kept, environment -> Graphs.build(environment, job, false));
  }

  private int submit(Job job) throws Exception {
    createTopics(job);
    FlinkSession session = FlinkSession.at(cluster.orElseThrow());
    String id = session.submit(job, new FlinkSession.Submission(parallelism, savepoint));
    say("job        " + job.name() + " (" + id + ")");
    say("dashboard  " + session.page(id));
    return ExitCode.OK;
  }

  private void createTopics(Job job) {
    try (Topics topics = new Topics(new KafkaSettings(job.kafka()))) {
      check(topics);
      topics
          .create(JobTopics.of(job, job.parallelism()))
          .forEach(name -> say("created    " + name));
    }
  }

  private static String brokers(Job job) {
    return new KafkaSettings(job.kafka()).bootstrapServers();
  }

  private static String flow(Job job) {
    if (job instanceof AgentJobSpec agent) {
      String acts = agent.input().topic() + " → " + agent.output().actions();
      String learns = agent.output().transitions() + " → " + agent.output().policies();
      return switch (agent.role()) {
        case ACT_AND_LEARN -> acts + ", " + learns;
        case ACT -> acts;
        case LEARN -> learns;
      };
    }
    JobSpec sequence = (JobSpec) job;
    return sequence.input().topic() + " → " + sequence.output().predictions();
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
