package io.thalweg.jobs.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the page, from the class path: these, and no others. */
final class Assets {
  /** As in the parent pom. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private static final Map<String, String> FILES =
      Map.of(
          "/", "page/index.html",
          "/page.css", "page/page.css",
          "/page.js", "page/page.js",
          "/charts.js", "page/charts.js",
          "/text.js", "page/text.js",
          "/icon.svg", "page/icon.svg",
          "/uPlot.js", UPLOT + "uPlot.esm.js",
          "/uPlot.css", UPLOT + "uPlot.min.css");

  private Assets() {}

  /**
   * A file.
   *
   * @param type for the header Content-Type
   */
  record Asset(String type, byte[] bytes) {}

  static Optional<Asset> at(String path) {
    return Optional.ofNullable(FILES.get(path)).map(file -> new Asset(type(file), bytes(file)));
  }

  private static byte[] bytes(String file) {
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      default -> "image/svg+xml";
    };
  }
}
