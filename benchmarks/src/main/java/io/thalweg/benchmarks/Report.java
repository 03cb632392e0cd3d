package io.thalweg.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a benchmark tells: lines while it works, a table at its end, one JSON object in a file. */
public final class Report {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the figures there, as one JSON object.")
  private Optional<Path> summary = Optional.empty();

  private double loadBefore;

  Report() {}

  /** Notes how busy the machine is with other things. */
  public void begin() {
    loadBefore = Machine.loadAverage();
    say("load average before: %.1f".formatted(loadBefore));
  }

  /** Says what goes on. */
  public void say(String line) {
    out().println(line);
    out().flush();
  }

  /** Prints the table and writes the summary. */
  public void end(Table table, Map<String, Object> figures) throws IOException {
    out().println();
    table.print(out());
    out().println();
    double loadAfter = Machine.loadAverage();
    say("load average: %.1f before, %.1f after".formatted(loadBefore, loadAfter));
    if (summary.isPresent()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("benchmark", spec.name());
      all.putAll(figures);
      all.put("load_average_before", loadBefore);
      all.put("load_average_after", loadAfter);
      all.put("machine", Machine.facts());
      write(summary.get(), all);
    }
  }

  private static void write(Path file, Map<String, Object> figures) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    String json =
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(figures);
    Files.writeString(file, json + "\n");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
