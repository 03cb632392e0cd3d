package io.thalweg.jobs.demo;

import io.thalweg.jobs.file.JobSpec;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job's graph. */
final class Programs {
  private Programs() {}

  static void build(StreamExecutionEnvironment environment, JobSpec spec) {
    throw new UnsupportedOperationException("not merged yet");
  }
}
