package io.thalweg.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** Of Thalweg and of what it stands on. */
final class Versions implements IVersionProvider {
  private static final String POM = "/META-INF/maven/io.thalweg/thalweg-jobs/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "thalweg " + thalweg(),
      "flink   " + EnvironmentInformation.getVersion(),
      "kafka   " + AppInfoParser.getVersion(),
      "java    " + Runtime.version()
    };
  }

  /** Maven writes it into the jar; classes that are not in a jar have none yet. */
  private static String thalweg() throws IOException {
    try (InputStream in = Versions.class.getResourceAsStream(POM)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "(not packaged)");
    }
  }
}
