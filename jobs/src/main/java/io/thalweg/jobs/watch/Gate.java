package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may ask, and what every answer says to the browser.
 *
 * <p>A page elsewhere on the web cannot read these answers (there is no CORS), but could make the
 * name of its own host mean this machine, and then be of the same origin (DNS rebinding): so the
 * Host header must be an address or a name that nobody else can give. Requests that browsers mark
 * as another site's are refused too.
 */
final class Gate extends Filter {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]{2,45}\\]");

  private final InetAddress address;
  private final String name;

  /**
   * A gate.
   *
   * @param name of the address, as the user gave it
   */
  Gate(InetAddress address, String name) {
    this.address = address;
    this.name = name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String description() {
    return "host, method, headers";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !isOurs(hosts.get(0))) {
      refuse(exchange, 403, "this page is served to its own address only, not to this Host");
    } else if (isOfAnotherSite(exchange.getRequestHeaders())) {
      refuse(exchange, 403, "this page is served to itself only, not to other sites");
    } else if (!exchange.getRequestMethod().equals("GET")) {
      headers.set("Allow", "GET");
      refuse(exchange, 405, "GET expected");
    } else {
      chain.doFilter(exchange);
    }
  }

  /** Whether a Host header, its port aside, is a name of ours. */
  boolean isOurs(String host) {
    String bare = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    if (LOOPBACK.contains(bare)) {
      return true;
    }
    // An address cannot be rebound, nor what the user called it.
    return !address.isLoopbackAddress() && (ADDRESS.matcher(bare).matches() || bare.equals(name));
  }

  /** Links that a person follows from elsewhere are fine: the page is then the whole document. */
  private static boolean isOfAnotherSite(Headers headers) {
    String site = headers.getFirst("Sec-Fetch-Site");
    return site != null
        && !site.equals("same-origin")
        && !site.equals("none")
        && !"navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
  }

  static void refuse(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
