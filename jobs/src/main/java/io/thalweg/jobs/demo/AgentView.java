package io.thalweg.jobs.demo;

import static io.thalweg.jobs.demo.Texts.count;
import static io.thalweg.jobs.demo.Texts.decimal;
import static io.thalweg.jobs.demo.Texts.millis;
import static io.thalweg.jobs.demo.Texts.time;

import io.thalweg.connectors.agents.AgentProgress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An agent's run as a few lines. */
final class AgentView {
  private final Canvas canvas;

  AgentView(Canvas canvas) {
    this.canvas = canvas;
  }

  /** The lines, none wider than the terminal; always as many. */
  List<String> lines(AgentSnapshot now) {
    return List.of(
        canvas.bar(now.job(), now.share()),
        canvas.line("steps", steps(now)),
        canvas.line("return", returns(now)),
        canvas.line("learned", now.progress().map(AgentView::learned).orElse("nothing yet")),
        canvas.line("policy", policy(now)),
        canvas.line("round trip", roundTrip(now)),
        canvas.line("dashboard", now.places().dashboard().toString()),
        canvas.line("watch", now.places().page().toString()));
  }

  /** One line without anything that only a terminal understands. */
  static String line(AgentSnapshot now) {
    return "%s %s: %s, %s; %s; %s; %s"
        .formatted(
            time(now.seconds()),
            now.job(),
            steps(now),
            returns(now),
            now.progress().map(AgentView::learned).orElse("nothing learned yet"),
            policy(now),
            "round trip " + roundTrip(now));
  }

  private static String steps(AgentSnapshot now) {
    return "%s of %s   %s/s   %s episodes"
        .formatted(
            count(now.host().steps()),
            count(now.total()),
            count(Math.round(now.stepsPerSecond())),
            count(now.host().episodes()));
  }

  private static String returns(AgentSnapshot now) {
    return "%s exploring   %s greedy"
        .formatted(
            figure(now.host().meanReturn()),
            Double.isNaN(now.greedy())
                ? "–"
                : "%s (version %s)".formatted(figure(now.greedy()), count(now.greedyVersion())));
  }

  private static String learned(AgentProgress progress) {
    StringBuilder text = new StringBuilder();
    text.append(count(progress.transitions())).append(" transitions");
    progress
        .figures()
        .forEach(
            (name, value) ->
                shown(name)
                    .ifPresent(label -> text.append("   ").append(label).append(decimal(value))));
    return text.toString();
  }

  /** Figures that tell most; the others are on the metrics topic. */
  private static Optional<String> shown(String name) {
    return switch (name) {
      case "epsilon" -> Optional.of("ε ");
      case "loss" -> Optional.of("loss ");
      case "policy_loss" -> Optional.of("policy loss ");
      case "value_loss" -> Optional.of("value loss ");
      case "entropy" -> Optional.of("entropy ");
      case "q_mean" -> Optional.of("mean Q ");
      default -> Optional.empty();
    };
  }

  private static String policy(AgentSnapshot now) {
    return "version %s   first acted upon after %s (p99 %s)"
        .formatted(
            count(Math.max(0, now.host().policyVersion())),
            millis(now.ageP50Millis()),
            millis(now.ageP99Millis()));
  }

  private static String roundTrip(AgentSnapshot now) {
    return "p50 %s   p99 %s"
        .formatted(
            millis(now.host().roundTripP50Millis()), millis(now.host().roundTripP99Millis()));
  }

  private static String figure(double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, "%.1f", number);
  }
}
