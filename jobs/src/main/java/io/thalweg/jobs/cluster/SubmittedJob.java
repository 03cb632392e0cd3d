package io.thalweg.jobs.cluster;

import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.graph.Graphs;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Main class of the job jar: {@code flink run thalweg-job.jar JOB.yaml [--parallelism N] [--brokers
 * HOST:PORT]}.
 */
public final class SubmittedJob {
  private static final String PARALLELISM = "--parallelism";
  private static final String BROKERS = "--brokers";

  private SubmittedJob() {}

  public static void main(String[] arguments) throws Exception {
    Job job = job(arguments);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Graphs.build(environment, job, false);
    environment.execute(job.name());
  }

  /** The job of a command line. */
  static Job job(String... arguments) throws IOException {
    if (arguments.length % 2 == 0) {
      throw unexpected(arguments);
    }
    Job job = JobFile.read(Path.of(arguments[0]));
    for (int i = 1; i < arguments.length; i += 2) {
      job =
          switch (arguments[i]) {
            case PARALLELISM -> job.withParallelism(parallelism(arguments[i + 1]));
            case BROKERS -> job.withBrokers(arguments[i + 1]);
            default -> throw unexpected(arguments);
          };
    }
    return job;
  }

  private static ClusterException unexpected(String... arguments) {
    return new ClusterException(
        "'%s' found, JOB.yaml [%s N] [%s HOST:PORT] expected"
            .formatted(String.join(" ", arguments), PARALLELISM, BROKERS));
  }

  private static int parallelism(String text) {
    try {
      int parallelism = Integer.parseInt(text);
      if (parallelism > 0) {
        return parallelism;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number below 1.
    }
    throw new ClusterException(
        "%s: '%s' found, a whole number of 1 or more expected".formatted(PARALLELISM, text));
  }
}
