package io.thalweg.jobs.cluster;

import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.graph.Graphs;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Main class of the job jar: {@code flink run thalweg-job.jar JOB.yaml [--parallelism N]}. */
public final class SubmittedJob {
  private static final String PARALLELISM = "--parallelism";

  private SubmittedJob() {}

  public static void main(String[] arguments) throws Exception {
    Job job = job(arguments);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Graphs.build(environment, job, false);
    environment.execute(job.name());
  }

  /** The job of a command line. */
  static Job job(String... arguments) throws IOException {
    if (arguments.length == 1) {
      return JobFile.read(Path.of(arguments[0]));
    }
    if (arguments.length == 3 && arguments[1].equals(PARALLELISM)) {
      return JobFile.read(Path.of(arguments[0])).withParallelism(parallelism(arguments[2]));
    }
    throw new ClusterException(
        "'%s' found, JOB.yaml [%s N] expected".formatted(String.join(" ", arguments), PARALLELISM));
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
