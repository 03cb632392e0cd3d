package io.thalweg.jobs.graph;

import io.thalweg.jobs.agent.AgentJob;
import io.thalweg.jobs.file.AgentJobSpec;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.sequence.SequenceJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Makes a job's graph, of whichever kind it is. */
public final class Graphs {
  private Graphs() {}

  /**
   * Adds the job to {@code env} and sets what it depends on there.
   *
   * @param bounded whether to end where the input topics end now
   * @throws io.thalweg.connectors.kafka.KafkaAccessException if the brokers cannot be reached, an
   *     input topic is missing, or a topic for rejected records takes only short ones
   */
  public static void build(StreamExecutionEnvironment env, Job job, boolean bounded) {
    if (job instanceof AgentJobSpec agent) {
      AgentJob.build(env, agent, bounded);
    } else if (job instanceof JobSpec sequence) {
      SequenceJob.build(env, sequence, bounded);
    }
  }
}
