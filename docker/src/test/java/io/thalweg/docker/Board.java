package io.thalweg.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A board of Grafana, as it is in its file. */
record Board(String file, JsonNode json) {
  private static final Path FOLDER = Path.of("grafana", "dashboards");
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

  /** What a panel or a variable asks Prometheus. */
  record Query(String board, String asker, String expression) {
    /** As Grafana asks it for all jobs, on a board that shows the last minute. */
    String substituted() {
      return expression
          .replace("$job", ".*")
          .replace("$__rate_interval", "30s")
          .replace("$__range", "1m");
    }

    @Override
    public String toString() {
      return "%s, %s: %s".formatted(board, asker, expression);
    }
  }

  static List<Board> all() throws IOException {
    List<Board> boards = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        boards.add(
            new Board(file.getFileName().toString(), new ObjectMapper().readTree(file.toFile())));
      }
    }
    return boards;
  }

  /** Rows are none. */
  List<JsonNode> panels() {
    return list(json.get("panels")).stream()
        .filter(panel -> !panel.get("type").asText().equals("row"))
        .toList();
  }

  List<JsonNode> variables() {
    return list(json.at("/templating/list"));
  }

  static List<JsonNode> targets(JsonNode panel) {
    return list(panel.get("targets"));
  }

  static List<JsonNode> list(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  /** Of all panels and variables. */
  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels()) {
      for (JsonNode target : targets(panel)) {
        queries.add(new Query(file, panel.get("title").asText(), target.get("expr").asText()));
      }
    }
    for (JsonNode variable : variables()) {
      Matcher values = LABEL_VALUES.matcher(variable.at("/query/query").asText());
      if (values.matches()) {
        queries.add(
            new Query(
                file,
                variable.get("name").asText(),
                "count by (%s) (%s)".formatted(values.group(2), values.group(1))));
      }
    }
    return queries;
  }

  @Override
  public String toString() {
    return file;
  }
}
