package io.thalweg.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts fire when they should and say what to do. */
class AlertsTest {
  private static final Path TESTS = Path.of("src", "test", "prometheus", "alerts-test.yaml");

  static Stream<Named<JsonNode>> alerts() throws IOException {
    return Alerts.all().stream().map(alert -> Named.of(alert.get("alert").asText(), alert));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void an_alert_says_what_is_wrong_what_to_do_and_where_more_is_written(JsonNode alert)
      throws IOException {
    assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
    assertThat(alert.at("/annotations/summary").asText()).contains("{{ $labels.");
    assertThat(alert.at("/annotations/description").asText()).isNotBlank();
    String[] runbook = alert.at("/annotations/runbook").asText().split("#", -1);
    assertThat(Files.readAllLines(Path.of("..", runbook[0])))
        .as("headings of " + runbook[0])
        .anyMatch(line -> line.toLowerCase(Locale.ROOT).equals("### `" + runbook[1] + "`"));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void an_alert_is_tested_fired_and_not_fired(JsonNode alert) throws IOException {
    String firing =
        "ALERTS{alertname=\"%s\", alertstate=\"firing\"}".formatted(alert.get("alert").asText());
    List<Boolean> fired = new ArrayList<>();
    for (JsonNode test : Board.list(Alerts.yaml(TESTS).get("tests"))) {
      Board.list(test.get("promql_expr_test")).stream()
          .filter(question -> question.get("expr").asText().equals(firing))
          .forEach(question -> fired.add(!question.get("exp_samples").isEmpty()));
    }

    assertThat(fired).contains(true, false);
  }

  @Test
  void alerts_fire_when_they_should() throws Exception {
    assertThat(promtool("test", "rules", TESTS.toString())).contains("SUCCESS");
  }

  @Test
  void composes_prometheus_takes_its_configuration_with_the_alerts() throws Exception {
    assertThat(promtool("check", "config", "prometheus/prometheus.yml"))
        .contains("1 rule files found", Alerts.all().size() + " rules found");
  }

  private static String promtool(String... arguments) throws Exception {
    assumeTrue(
        Commands.found("promtool"),
        "promtool is not installed (Debian: apt install prometheus): alerts are not evaluated");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    return Commands.run(command);
  }
}
