package io.thalweg.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLayoutTest {
  @TempDir private Path folder;

  @Test
  void free_ports_are_all_different() {
    ClusterLayout layout = ClusterLayout.choose(ClusterOptions.onFreePorts(2, 3));
    Set<Integer> ports =
        Set.of(
            layout.dashboardPort(), layout.rpcPort(), layout.brokerPort(), layout.controllerPort());
    assertThat(ports).hasSize(4).doesNotContain(0);
    assertThat(layout.taskManagers()).isEqualTo(2);
    assertThat(layout.slots()).isEqualTo(3);
  }

  @Test
  void each_process_keeps_its_port_for_metrics_and_a_further_one_gets_another() {
    ClusterLayout layout = ClusterLayout.choose(ClusterOptions.onFreePorts(2, 1));

    List<Integer> more = layout.withTaskManagers(4).metricsPorts();

    assertThat(layout.metricsPorts()).hasSize(3);
    assertThat(more)
        .hasSize(5)
        .doesNotHaveDuplicates()
        .startsWith(layout.metricsPorts().toArray(Integer[]::new));
  }

  @Test
  void port_in_use_is_named_with_the_option_that_chooses_another() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ClusterOptions options =
          new ClusterOptions(
              Optional.empty(),
              Optional.empty(),
              Optional.of(0),
              Optional.of(other.getLocalPort()),
              false,
              Map.of());
      assertThatThrownBy(() -> ClusterLayout.choose(options))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("Kafka broker")
          .hasMessageContaining("--broker-port");
    }
  }

  @Test
  void options_out_of_range_are_refused() {
    assertThatThrownBy(() -> ClusterOptions.onFreePorts(0, 2))
        .isInstanceOf(ClusterException.class)
        .hasMessage("--taskmanagers: 0 found, a number from 1 to 64 expected");
  }

  @Test
  void layout_is_read_as_it_was_written() {
    ClusterLayout layout =
        new ClusterLayout(1, 2, 3, 4, 5, 6, 7, List.of(8, 9), Map.of("parallelism.default", "7"));
    layout.write(folder);
    assertThat(ClusterLayout.read(folder)).contains(layout);
  }

  @Test
  void foreign_file_is_refused_with_the_remedy() throws Exception {
    Files.writeString(folder.resolve("cluster.json"), "{\"nodes\": 3}");
    assertThatThrownBy(() -> ClusterLayout.read(folder))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("--dir");
  }

  @Test
  void task_manager_takes_960_megabytes_unless_told_otherwise() {
    ClusterLayout layout = new ClusterLayout(1, 2, 3, 4, 5, 6, 7, List.of(8, 9), Map.of());
    assertThat(processMegabytes(layout)).isEqualTo(960);
    ClusterLayout larger =
        new ClusterLayout(
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            List.of(8, 9),
            Map.of("taskmanager.memory.task.heap.size", "292m"));
    assertThat(processMegabytes(larger)).isEqualTo(1060);
  }

  private int processMegabytes(ClusterLayout layout) {
    Configuration configuration = FlinkConfiguration.parsed(FlinkConfiguration.of(folder, layout));
    return TaskExecutorProcessUtils.processSpecFromConfig(configuration)
        .getTotalProcessMemorySize()
        .getMebiBytes();
  }
}
