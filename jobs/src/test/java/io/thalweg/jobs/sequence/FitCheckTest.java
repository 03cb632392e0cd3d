package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Origin;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.jobs.stream.StreamElement;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import io.thalweg.models.learning.Learning;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.learning.ModelSpec;
import io.thalweg.models.network.Architecture;
import java.util.List;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class FitCheckTest {
  private static final String HALF = "x\ud800";
  private static final ModelSpec MODEL =
      new ModelSpec(
          new Features(
              List.of("a"), List.of(new Category("kind", Encoding.ONE_HOT, 3)), false, true),
          List.of("low", "high"),
          4,
          new Architecture.Constant(),
          new Learning(Updater.SGD, 0.1, 2, 1, 0, 0, 1));
  private static final OutputTag<Rejected> TAG =
      new OutputTag<>("rejected", StreamElement.REJECTED.information(Rejected.class));

  private static Event event(String id, String key, String kind) {
    return Event.of(id, key, 0, new double[] {1}, new String[] {kind}, 1);
  }

  @Test
  void text_that_state_would_give_back_otherwise_does_not_fit() {
    var events = new FitCheck.OfEvents(MODEL, TAG);
    assertThat(events.misfit(event("e", "k", "é \ud83d\ude00"))).isEmpty();
    assertThat(events.misfit(event(HALF, "k", "x"))).get().asString().contains("surrogate");
    assertThat(events.misfit(event("e", HALF, "x"))).get().asString().contains("surrogate");
    assertThat(events.misfit(event("e", "k", HALF))).get().asString().contains("surrogate");

    var labels = new FitCheck.OfLabels(MODEL, TAG);
    assertThat(labels.misfit(new LabelEvent("e", 0, 1, Origin.NONE, null))).isEmpty();
    assertThat(labels.misfit(new LabelEvent(HALF, 0, 1, Origin.NONE, null))).isPresent();
  }

  @Test
  void what_is_missing_does_not_fit() {
    var events = new FitCheck.OfEvents(MODEL, TAG);
    assertThat(events.misfit(event(null, "k", "x"))).isPresent();
    assertThat(events.misfit(event("e", null, "x"))).isPresent();
    assertThat(events.misfit(event("e", "k", null))).isPresent();
  }
}
