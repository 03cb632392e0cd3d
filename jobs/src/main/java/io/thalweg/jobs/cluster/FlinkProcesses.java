package io.thalweg.jobs.cluster;

import io.thalweg.jobs.prometheus.PrometheusOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * Starts Flink's processes with the flags that the scripts of Flink's distribution would compute.
 */
final class FlinkProcesses {
  /** What Flink needs to see of a Java 17 runtime. */
  static final List<String> OPENED =
      Stream.concat(
              Stream.of(
                  "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
                  "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED"),
              Stream.of(
                      "java.lang",
                      "java.net",
                      "java.io",
                      "java.nio",
                      "sun.nio.ch",
                      "java.lang.reflect",
                      "java.text",
                      "java.time",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "java.util.concurrent.locks")
                  .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
          .toList();

  private final FlinkHome home;
  private final String classPath;
  private final Configuration configuration;

  FlinkProcesses(FlinkHome home, List<Path> libraries, Configuration configuration) {
    this.home = home;
    this.classPath = FlinkHome.joined(libraries);
    this.configuration = configuration;
  }

  /**
   * @param metricsPort where Prometheus finds its metrics
   */
  void startJobManager(ManagedProcess process, int metricsPort) {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    String flags = JobManagerProcessUtils.generateJvmParametersStr(memory, configuration);
    List<String> main = new ArrayList<>(main(StandaloneSessionClusterEntrypoint.class));
    main.addAll(List.of("--executionMode", "cluster"));
    main.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    main.addAll(metrics(metricsPort));
    process.start(jvm(flags), main, environment());
  }

  /**
   * @param metricsPort where Prometheus finds its metrics
   */
  void startTaskManager(ManagedProcess process, int metricsPort) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> jvm = new ArrayList<>(jvm(ProcessMemoryUtils.generateJvmParametersStr(memory)));
    // JavaCPP would take the size of the heap for the bound of native memory.
    long nativeBytes = configuration.get(TaskManagerOptions.TASK_OFF_HEAP_MEMORY).getBytes();
    jvm.add("-Dorg.bytedeco.javacpp.maxbytes=" + nativeBytes);
    jvm.add("-Dorg.bytedeco.javacpp.logger=slf4j");
    List<String> main = new ArrayList<>(main(TaskManagerRunner.class));
    main.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    main.addAll(List.of("-D", "taskmanager.resource-id=" + process.name()));
    main.addAll(metrics(metricsPort));
    process.start(jvm, main, environment());
  }

  private static List<String> metrics(int port) {
    return List.of("-D", PrometheusOptions.PORT + "=" + port);
  }

  private List<String> jvm(String memoryFlags) {
    List<String> flags = new ArrayList<>(OPENED);
    flags.addAll(words(memoryFlags));
    flags.addAll(List.of("-cp", classPath));
    return flags;
  }

  private List<String> main(Class<?> type) {
    return List.of(type.getName(), "--configDir", home.conf().toString());
  }

  /**
   * One native math thread for each slot: the default makes small networks several times slower.
   */
  private Map<String, String> environment() {
    return Map.of(
        "FLINK_CONF_DIR", home.conf().toString(),
        "OMP_NUM_THREADS", "1",
        "OPENBLAS_NUM_THREADS", "1");
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
