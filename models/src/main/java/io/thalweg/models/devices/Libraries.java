package io.thalweg.models.devices;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/** The versions of the libraries that define networks and compute, without loading them. */
public final class Libraries {
  /** Read once: every model update carries them. */
  private static final Map<String, String> VERSIONS =
      Map.of(
          "dl4j", version("org.deeplearning4j/deeplearning4j-nn"),
          "nd4j", version("org.nd4j/nd4j-api"));

  private Libraries() {}

  /** Of "dl4j" and "nd4j"; "unknown" where a jar does not say. */
  public static Map<String, String> versions() {
    return VERSIONS;
  }

  private static String version(String artifact) {
    String path = "/META-INF/maven/" + artifact + "/pom.properties";
    try (InputStream in = Libraries.class.getResourceAsStream(path)) {
      if (in == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
