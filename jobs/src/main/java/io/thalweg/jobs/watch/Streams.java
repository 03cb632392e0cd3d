package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Streams of events to browsers, a bounded number at a time. Each begins with all that is known and
 * goes on with what changes; each has the thread of its request. A browser that takes nothing for
 * half a minute loses its place when another one wants it.
 */
final class Streams {
  static final int MOST = 16;

  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  private static final long STUCK_NANOS = 30_000_000_000L;
  private static final byte[] BEGIN = "retry: 1000\n\n".getBytes(UTF_8);

  private final Board board;
  private final List<Stream> streams = new ArrayList<>();

  Streams(Board board) {
    this.board = board;
  }

  /** A stream, and when its thread was last seen to get on. */
  private static final class Stream {
    private final Thread thread = Thread.currentThread();
    private volatile long seen = System.nanoTime();
  }

  /** Sends until the browser is gone or the board is closed. */
  void serve(HttpExchange exchange) throws IOException {
    Stream stream = new Stream();
    if (!enter(stream)) {
      exchange.getResponseHeaders().set("Retry-After", "5");
      Gate.refuse(exchange, 503, "%d pages are open: close one".formatted(MOST));
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      send(exchange.getResponseBody(), stream);
    } catch (InterruptedException stuck) {
      // Its connection is closed with the exchange.
      return;
    } finally {
      leave(stream);
    }
  }

  private void send(OutputStream out, Stream stream) throws IOException, InterruptedException {
    out.write(BEGIN);
    long known = 0;
    while (!board.isClosed()) {
      Board.News news = board.await(known, HEARTBEAT);
      known = news.edition();
      for (byte[] event : news.events()) {
        out.write(event);
      }
      out.flush();
      stream.seen = System.nanoTime();
    }
  }

  private boolean enter(Stream stream) {
    synchronized (streams) {
      if (streams.size() >= MOST) {
        long now = System.nanoTime();
        // A thread that is interrupted while it writes loses its connection, and leaves.
        streams.stream()
            .filter(each -> now - each.seen > STUCK_NANOS)
            .forEach(each -> each.thread.interrupt());
        return false;
      }
      return streams.add(stream);
    }
  }

  private void leave(Stream stream) {
    synchronized (streams) {
      streams.remove(stream);
      // An interrupt that was for this stream is not the next request's.
      Thread.interrupted();
    }
  }
}
