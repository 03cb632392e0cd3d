package io.thalweg.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.jobs.agent.AgentJob;
import io.thalweg.jobs.sequence.SequenceJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/metrics.md are made of what operators declare; its prose is its own. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final List<String> HEAD =
      List.of("| metric | type | unit | meaning | when it looks wrong |", "|---|---|---|---|---|");
  private static final String NATIVE_MEMORY = "## Whatever has a network";
  private static final String ANEW =
      "mvn -B -o -pl environments,models,connectors,jobs -am test -Dtest=MetricsPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";

  @Test
  void the_tables_of_the_page_are_those_of_the_code() throws IOException {
    List<String> page = Files.readAllLines(PAGE);
    List<String> generated = generated(page);
    if (Boolean.getBoolean("docs.write")) {
      Files.write(PAGE, generated);
    } else {
      assertThat(page)
          .as("docs/metrics.md is behind the code; this writes it: " + ANEW)
          .isEqualTo(generated);
    }
  }

  @Test
  void no_metric_is_on_the_page_but_in_the_tables_of_the_code() throws IOException {
    List<String> page = withoutTables(Files.readAllLines(PAGE));

    assertThat(page).noneMatch(line -> line.startsWith("| metric |"));
  }

  private static List<String> generated(List<String> page) {
    List<String> lines = withoutTables(page);
    sections(lines, "## ", SequenceJob.metrics());
    sections(lines, "## Agents: ", AgentJob.metrics());
    put(lines, NATIVE_MEMORY, NativeMemoryMetrics.ALL);
    return lines;
  }

  /** Each table goes to the end of its section. */
  private static void sections(List<String> lines, String prefix, List<OperatorMetrics> all) {
    for (OperatorMetrics operator : all) {
      String heading =
          operator.operators().stream()
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(" and ", prefix, ""));
      // Those of the process have a section of their own.
      put(
          lines,
          heading,
          operator.metrics().stream()
              .filter(metric -> !NativeMemoryMetrics.ALL.contains(metric))
              .toList());
    }
  }

  private static void put(List<String> lines, String heading, List<DescribedMetric> metrics) {
    assertThat(lines).as("docs/metrics.md needs a section of that name").contains(heading);
    int next = lines.indexOf(heading) + 1;
    while (!lines.get(next).startsWith("## ")) {
      next++;
    }
    List<String> table = new ArrayList<>(HEAD);
    metrics.forEach(metric -> table.add(row(metric)));
    table.add("");
    lines.addAll(next, table);
  }

  private static String row(DescribedMetric metric) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.name(),
            metric.type().name().toLowerCase(Locale.ROOT),
            metric.unit(),
            metric.meaning(),
            metric.remedy())
        .replace("|  |", "| |");
  }

  private static List<String> withoutTables(List<String> page) {
    List<String> lines = new ArrayList<>();
    boolean table = false;
    for (String line : page) {
      boolean before = table;
      table = line.equals(HEAD.get(0)) || (table && line.startsWith("|"));
      boolean blankAfter = before && line.isEmpty();
      if (!table && !blankAfter) {
        lines.add(line);
      }
    }
    return lines;
  }
}
