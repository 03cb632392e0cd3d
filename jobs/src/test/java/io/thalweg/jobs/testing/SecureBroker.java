package io.thalweg.jobs.testing;

import io.thalweg.connectors.broker.BrokerFolder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.utils.Time;

/**
 * A broker that lets in over TLS and with a password (SCRAM), and to what rights say. A second
 * listener has the certificate of another host; a third one, for the test itself, lets everyone do
 * everything.
 */
public final class SecureBroker implements AutoCloseable {
  public static final String MECHANISM = "SCRAM-SHA-512";

  private static final String JAAS =
      "org.apache.kafka.common.security.scram.ScramLoginModule required";

  private final KafkaRaftServer server;
  private final int[] ports;
  private final Certificates certificates;
  private final Path folder;
  private final Path trusted;
  private final Admin admin;

  private SecureBroker(
      KafkaRaftServer server, int[] ports, Certificates certificates, Path folder, Path trusted) {
    this.server = server;
    this.ports = ports;
    this.certificates = certificates;
    this.folder = folder;
    this.trusted = trusted;
    admin = Admin.create(Map.of("bootstrap.servers", at(0)));
  }

  /**
   * Starts it.
   *
   * @param password of its key stores
   */
  public static SecureBroker start(Path folder, String password) throws Exception {
    Certificates certificates = new Certificates(folder, password);
    Path own = certificates.key("broker", "ip:127.0.0.1");
    Path another = certificates.key("elsewhere", "dns:elsewhere.example");
    int[] ports = freePorts();
    Map<String, String> properties =
        BrokerFolder.prepare(folder.resolve("topics"), ports[0], ports[3]);
    String clients =
        "PLAINTEXT://%s,SECURE://%s,ELSEWHERE://%s"
            .formatted(at(ports, 0), at(ports, 1), at(ports, 2));
    properties.put("listeners", clients + ",CONTROLLER://" + at(ports, 3));
    properties.put("advertised.listeners", clients);
    properties.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,ELSEWHERE:SASL_SSL");
    properties.put("sasl.enabled.mechanisms", MECHANISM);
    listener(properties, "secure", own, password);
    listener(properties, "elsewhere", another, password);
    properties.put("authorizer.class.name", AskedRights.class.getName());
    properties.put("super.users", "User:ANONYMOUS");
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    server.startup();
    Path trusted = certificates.trusting("trusted", own, another);
    return new SecureBroker(server, ports, certificates, folder, trusted);
  }

  private static void listener(
      Map<String, String> properties, String name, Path store, String password) {
    String prefix = "listener.name." + name + ".";
    properties.put(prefix + "scram-sha-512.sasl.jaas.config", JAAS + ";");
    properties.put(prefix + "ssl.keystore.type", "PKCS12");
    properties.put(prefix + "ssl.keystore.location", store.toString());
    properties.put(prefix + "ssl.keystore.password", password);
  }

  private static int[] freePorts() throws Exception {
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private static String at(int[] ports, int which) {
    return "127.0.0.1:" + ports[which];
  }

  private String at(int which) {
    return at(ports, which);
  }

  /** Where it lets everyone do everything. */
  public String open() {
    return at(0);
  }

  /** Where it wants TLS and a password. */
  public String secure() {
    return at(1);
  }

  /** The same with the certificate of another host. */
  public String elsewhere() {
    return at(2);
  }

  public Certificates certificates() {
    return certificates;
  }

  /** A store that trusts the broker. */
  public Path trusted() {
    return trusted;
  }

  /** Lets somebody in. */
  public void user(String name, String password) throws Exception {
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
        .all()
        .get();
  }

  public void allow(Collection<AclBinding> rights) throws Exception {
    admin.createAcls(rights).all().get();
  }

  /** What a client says to log in; a placeholder may stand for the password. */
  public static String login(String user, String password) {
    return "%s username=\"%s\" password=\"%s\";".formatted(JAAS, user, password);
  }

  /** Properties of a client that logs in with what a file of its own says. */
  public Map<String, String> client(String user, String password) throws Exception {
    Path login = folder.resolve(user + ".jaas");
    Files.writeString(login, login(user, password) + "\n");
    Path trust = folder.resolve("truststore-password");
    Files.writeString(trust, certificates.password());
    return Map.of(
        "request.timeout.ms",
        "30000", // a machine may be busy
        "default.api.timeout.ms",
        "60000",
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        MECHANISM,
        "sasl.jaas.config",
        "${file:" + login + "}",
        "ssl.truststore.location",
        trusted.toString(),
        "ssl.truststore.password",
        "${file:" + trust + "}");
  }

  @Override
  public void close() {
    admin.close();
    server.shutdown();
    server.awaitShutdown();
  }
}
