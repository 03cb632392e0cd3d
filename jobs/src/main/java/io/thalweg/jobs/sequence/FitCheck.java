package io.thalweg.jobs.sequence;

import io.thalweg.connectors.events.Event;
import io.thalweg.connectors.events.LabelEvent;
import io.thalweg.connectors.events.Origin;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.jobs.stream.Rejected;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.ModelSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets through what a model can take. The gate does so for records of a topic; here it is done for
 * elements of a user's own stream, since no input may stop a job.
 */
abstract class FitCheck<T> extends ProcessFunction<T, T> {
  private static final long serialVersionUID = 1L;

  private final OutputTag<Rejected> rejected;

  private FitCheck(OutputTag<Rejected> rejected) {
    this.rejected = rejected;
  }

  /** What is wrong with an element; empty if nothing is. */
  abstract Optional<String> misfit(T element);

  abstract Rejected reject(T element, String reason);

  @Override
  public void processElement(T element, Context context, Collector<T> out) {
    Optional<String> misfit = misfit(element);
    if (misfit.isEmpty()) {
      out.collect(element);
    } else {
      context.output(rejected, reject(element, misfit.get()));
    }
  }

  static final class OfEvents extends FitCheck<Event> {
    private static final long serialVersionUID = 1L;

    private final int numbers;
    private final int categories;
    private final Target target;

    OfEvents(ModelSpec model, OutputTag<Rejected> rejected) {
      super(rejected);
      numbers = model.features().numeric().size();
      categories = model.features().texts();
      target = model.target();
    }

    @Override
    Optional<String> misfit(Event event) {
      if (event.id() == null || event.key() == null || event.origin() == null) {
        return Optional.of("event without id, key or origin");
      }
      if (!wellFormed(event.id()) || !wellFormed(event.key())) {
        return Optional.of("event with half a surrogate pair in its id or key");
      }
      return misfitOfFeatures(event)
          .or(() -> event.labelled() ? misfitOfLabel(event.label(), target) : Optional.empty())
          .map(misfit -> "event '%s': %s".formatted(event.id(), misfit));
    }

    private Optional<String> misfitOfFeatures(Event event) {
      if (event.numeric() == null || event.numeric().length != numbers) {
        return Optional.of(
            "%s found, %d numbers expected".formatted(Arrays.toString(event.numeric()), numbers));
      }
      if (event.categories() == null
          || event.categories().length != categories
          || Arrays.stream(event.categories()).anyMatch(Objects::isNull)) {
        return Optional.of(
            "%s found, %d categories expected"
                .formatted(Arrays.toString(event.categories()), categories));
      }
      if (!Arrays.stream(event.categories()).allMatch(FitCheck::wellFormed)) {
        return Optional.of("half a surrogate pair found, well-formed Unicode expected");
      }
      for (double number : event.numeric()) {
        if (!(Math.abs(number) <= Float.MAX_VALUE)) {
          return Optional.of(number + " found, finite numbers within ±3.4e38 expected");
        }
      }
      return Optional.empty();
    }

    @Override
    Rejected reject(Event event, String reason) {
      return rejected(event.raw(), event.origin(), reason);
    }
  }

  static final class OfLabels extends FitCheck<LabelEvent> {
    private static final long serialVersionUID = 1L;

    private final Target target;

    OfLabels(ModelSpec model, OutputTag<Rejected> rejected) {
      super(rejected);
      target = model.target();
    }

    @Override
    Optional<String> misfit(LabelEvent label) {
      return label.id() == null || label.origin() == null || !wellFormed(label.id())
          ? Optional.of("label without a well-formed id, or without origin")
          : misfitOfLabel(label.label(), target)
              .map(misfit -> "label of event '%s': %s".formatted(label.id(), misfit));
    }

    @Override
    Rejected reject(LabelEvent label, String reason) {
      return rejected(label.raw(), label.origin(), reason);
    }
  }

  /** What is not would come back as other text from state and from another task. */
  private static boolean wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static Optional<String> misfitOfLabel(double label, Target target) {
    return target.holds(label)
        ? Optional.empty()
        : Optional.of("label %s found, %s expected".formatted(label, target.labels()));
  }

  private static Rejected rejected(RawRecord raw, Origin origin, String reason) {
    return Rejected.of(raw, origin == null ? Origin.NONE : origin, reason);
  }
}
