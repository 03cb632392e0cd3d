package io.thalweg.jobs.testing;

import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A bounded job with all that it told of itself. */
public final class ReportedRun {
  private ReportedRun() {}

  /**
   * Runs a job to its end.
   *
   * @param read called before the cluster ends: the reporter forgets everything with it
   */
  public static <T> T of(
      Consumer<StreamExecutionEnvironment> build, Function<InMemoryReporter, T> read)
      throws Exception {
    var reporter = InMemoryReporter.createWithRetainedMetrics();
    var configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    try (var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(reporter.addToConfiguration(configuration))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .build())) {
      cluster.start();
      var env = StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
      build.accept(env);
      cluster.executeJobBlocking(env.getStreamGraph().getJobGraph());
      return read.apply(reporter);
    }
  }
}
