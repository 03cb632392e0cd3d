package io.thalweg.jobs.watch;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thalweg.connectors.kafka.KafkaSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A page that shows how jobs do, pushed to browsers while it happens. It finds the jobs by the
 * names of their topics, reads as any other process could, and changes nothing.
 *
 * <p>Memory is bounded whatever the topics hold: 64 jobs, some hundred KiB each. So are threads and
 * connections: 16 pages at a time. There is no login; on another address than the loopback one,
 * whoever reaches it reads the figures.
 */
public final class LivePage implements AutoCloseable {
  /** The port that is tried first. */
  public static final int PORT = 8484;

  /** The address that no other machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final int THREADS = Streams.MOST + 8;
  private static final int BACKLOG = 64;

  static {
    // The JDK's server reads these once. A request that does not come to its end would keep a
    // thread.
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    setUnlessSet("jdk.httpserver.maxConnections", "128");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor executor;
  private final Board board;
  private final JobsReader reader;
  private final URI address;

  private LivePage(
      HttpServer server, ThreadPoolExecutor executor, Board board, JobsReader reader, URI address) {
    this.server = server;
    this.executor = executor;
    this.board = board;
    this.reader = reader;
    this.address = address;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Serves the page until it is closed. A broker that does not answer is waited for; the page says
   * so.
   *
   * @param host address to listen at; {@link #LOOPBACK}: of this machine only
   * @param port another free one if it is taken
   * @throws IOException if nothing can listen at that address
   */
  public static LivePage open(KafkaSettings settings, String host, int port) throws IOException {
    InetAddress at = InetAddress.getByName(host);
    HttpServer server = bind(at, port);
    Board board = new Board();
    ThreadPoolExecutor executor = executor();
    Streams streams = new Streams(board);
    HttpContext context = server.createContext("/", exchange -> answer(exchange, streams));
    context.getFilters().add(new Gate(at, host));
    server.setExecutor(executor);
    server.start();
    JobsReader reader = JobsReader.start(settings, board);
    return new LivePage(server, executor, board, reader, address(server.getAddress()));
  }

  private static HttpServer bind(InetAddress at, int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(at, port), BACKLOG);
    } catch (BindException taken) {
      return HttpServer.create(new InetSocketAddress(at, 0), BACKLOG);
    }
  }

  private static ThreadPoolExecutor executor() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "live page");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private static URI address(InetSocketAddress bound) {
    InetAddress at = bound.getAddress();
    String host = at.isAnyLocalAddress() ? LOOPBACK : at.getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + literal + ":" + bound.getPort() + "/");
  }

  private static void answer(HttpExchange exchange, Streams streams) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/events")) {
        streams.serve(exchange);
        return;
      }
      Optional<Assets.Asset> asset = Assets.at(path);
      if (asset.isEmpty()) {
        Gate.refuse(exchange, 404, "there is no such file");
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", asset.get().type());
      exchange.sendResponseHeaders(200, asset.get().bytes().length);
      exchange.getResponseBody().write(asset.get().bytes());
    }
  }

  /** Where a browser finds it. */
  public URI address() {
    return address;
  }

  @Override
  public void close() {
    board.close();
    reader.close();
    server.stop(0);
    executor.shutdownNow();
  }
}
