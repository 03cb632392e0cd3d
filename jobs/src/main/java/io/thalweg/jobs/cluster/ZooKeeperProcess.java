package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/**
 * One ZooKeeper, that which Flink brings along, on loopback: where the job manager keeps which jobs
 * there are and which checkpoint is their newest. Its data are in the cluster's folder.
 */
final class ZooKeeperProcess {
  private final Path folder;
  private final ClusterLayout layout;

  ZooKeeperProcess(Path folder, ClusterLayout layout) {
    this.folder = folder;
    this.layout = layout;
  }

  boolean listens() {
    return Ports.listens(layout.zooKeeperPort());
  }

  void start(ManagedProcess process, List<Path> libraries) {
    Path file = folder.resolve("conf/zoo.cfg");
    try {
      Files.createDirectories(folder.resolve("zookeeper"));
      Files.writeString(
          file,
          """
          dataDir=%s
          clientPort=%d
          clientPortAddress=127.0.0.1
          admin.enableServer=false
          tickTime=2000
          """
              .formatted(folder.resolve("zookeeper"), layout.zooKeeperPort()));
    } catch (IOException e) {
      throw new ClusterException("cannot write %s: %s".formatted(file, e), e);
    }
    process.start(
        List.of("-Xmx64m", "-cp", FlinkHome.joined(libraries)),
        List.of(
            FlinkZooKeeperQuorumPeer.class.getName(),
            "--zkConfigFile",
            file.toString(),
            "--peerId",
            "1"),
        Map.of());
  }
}
