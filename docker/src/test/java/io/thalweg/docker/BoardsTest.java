package io.thalweg.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.thalweg.jobs.agent.AgentJob;
import io.thalweg.jobs.metrics.DescribedMetric;
import io.thalweg.jobs.sequence.SequenceJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Boards are as Grafana wants them, and ask for what there is. No Grafana is needed. */
class BoardsTest {
  private static final int COLUMNS = 24;
  private static final JsonNode DATA_SOURCE =
      new ObjectMapper().createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
  private static final Pattern OF_OPERATOR =
      Pattern.compile("flink_taskmanager_job_task_operator_(\\w+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$([a-z_]\\w*)");

  /** As Grafana calls them; another word would be shown as it is, after the number. */
  private static final Set<String> UNITS =
      Set.of("none", "locale", "percentunit", "bytes", "cps", "cpm", "s", "ms", "µs");

  /** Flink's own, of each operator. */
  private static final Set<String> FLINKS =
      Set.of("pendingRecords", "numRecordsIn", "numRecordsOut");

  static Stream<Board> boards() throws IOException {
    return Board.all().stream();
  }

  @Test
  void there_are_three_that_cannot_be_taken_for_each_other() throws IOException {
    assertThat(Board.all()).hasSize(3);
    for (String field : List.of("uid", "title")) {
      assertThat(boards().map(board -> board.json().get(field).asText())).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_have_ids_of_their_own_and_do_not_overlap(Board board) {
    Set<List<Integer>> taken = new HashSet<>();
    List<JsonNode> all = Board.list(board.json().get("panels"));

    assertThat(all).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    for (JsonNode panel : all) {
      JsonNode place = panel.get("gridPos");
      int left = place.get("x").asInt();
      int top = place.get("y").asInt();
      assertThat(left + place.get("w").asInt()).as(name(panel)).isBetween(1, COLUMNS);
      for (int x = left; x < left + place.get("w").asInt(); x++) {
        for (int y = top; y < top + place.get("h").asInt(); y++) {
          assertThat(taken.add(List.of(x, y))).as("%s alone at %d, %d", name(panel), x, y).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("boards")
  void panels_say_what_they_show_in_which_unit_and_what_to_do(Board board) {
    assertThat(board.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.get("type").asText()).isIn("timeseries", "stat");
              assertThat(panel.get("title").asText()).isNotBlank();
              assertThat(panel.get("description").asText()).isNotBlank();
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isIn(UNITS);
              assertThat(panel.at("/fieldConfig/defaults/thresholds/steps")).isNotEmpty();
            });
    assertThat(board.panels()).extracting(BoardsTest::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("boards")
  void queries_go_to_the_prometheus_that_is_chosen_and_have_letters_and_legends(Board board) {
    assertThat(board.panels())
        .allSatisfy(
            panel -> {
              assertThat(panel.get("datasource")).isEqualTo(DATA_SOURCE);
              assertThat(Board.targets(panel))
                  .isNotEmpty()
                  .allMatch(target -> target.get("datasource").equals(DATA_SOURCE))
                  .allMatch(target -> !target.get("legendFormat").asText().isBlank());
              assertThat(Board.targets(panel))
                  .extracting(target -> target.get("refId").asText())
                  .doesNotHaveDuplicates();
            });
  }

  @ParameterizedTest
  @MethodSource("boards")
  void queries_use_variables_and_metrics_that_there_are(Board board) {
    Set<String> variables =
        board.variables().stream().map(v -> v.get("name").asText()).collect(Collectors.toSet());
    assertThat(variables).containsExactlyInAnyOrder("datasource", "job");
    variables.addAll(Set.of("__rate_interval", "__range"));

    assertThat(board.queries())
        .allSatisfy(
            query -> {
              assertThat(found(VARIABLE, query.expression())).isSubsetOf(variables);
              assertThat(found(OF_OPERATOR, query.expression())).isSubsetOf(metrics());
            });
  }

  @Test
  void compose_gives_grafana_the_boards_and_their_data_source() throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    Path provisioning = Path.of("grafana", "provisioning");
    JsonNode boards =
        yaml.readTree(provisioning.resolve("dashboards/thalweg.yaml").toFile())
            .at("/providers/0/options/path");
    JsonNode source =
        yaml.readTree(provisioning.resolve("datasources/prometheus.yaml").toFile())
            .at("/datasources/0");
    JsonNode compose = yaml.readTree(Path.of("compose.yaml").toFile()).get("services");

    assertThat(source.get("type").asText()).isEqualTo("prometheus");
    assertThat(source.get("isDefault").asBoolean()).isTrue();
    assertThat(compose.has("prometheus")).isTrue();
    assertThat(source.get("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(Board.list(compose.at("/grafana/volumes")))
        .extracting(JsonNode::asText)
        .contains(
            "./grafana/dashboards:" + boards.asText() + ":ro",
            "./grafana/provisioning:/etc/grafana/provisioning:ro");
  }

  private static Set<String> metrics() {
    return Stream.concat(
            FLINKS.stream(),
            Stream.of(SequenceJob.metrics(), AgentJob.metrics())
                .flatMap(Collection::stream)
                .flatMap(operator -> operator.metrics().stream())
                .map(DescribedMetric::name))
        .collect(Collectors.toSet());
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .collect(Collectors.toSet());
  }

  private static String name(JsonNode panel) {
    return panel.get("title").asText();
  }
}
