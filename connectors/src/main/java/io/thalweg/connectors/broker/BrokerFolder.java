package io.thalweg.connectors.broker;

import static io.thalweg.connectors.broker.BrokerProperties.CONTROLLER_LISTENER;
import static io.thalweg.connectors.broker.BrokerProperties.NODE_ID;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/** Where a broker that is its own controller keeps its data, in this process or in another. */
public final class BrokerFolder {
  private BrokerFolder() {}

  /**
   * Makes the folder ready for a broker; what is in it stays.
   *
   * @param port where clients find it, on loopback
   * @param controllerPort of its KRaft controller, on loopback
   * @return its configuration
   */
  public static Map<String, String> prepare(Path folder, int port, int controllerPort)
      throws Exception {
    return prepare(folder, BrokerProperties.LOOPBACK, port, controllerPort);
  }

  static Map<String, String> prepare(Path folder, String host, int port, int controllerPort)
      throws Exception {
    Files.createDirectories(folder);
    if (!Files.exists(folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      format(folder);
    }
    return BrokerProperties.of(folder, host, port, controllerPort);
  }

  private static void format(Path folder) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE_ID)
        .addDirectory(folder.toString())
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName(CONTROLLER_LISTENER)
        .run();
  }
}
