package io.thalweg.jobs.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A list of distinct values. */
record Listing<T>(Type<T> element, String what, int least, int most) implements Type<List<T>> {

  @Override
  public String expected() {
    return "a list of %d to %d %s".formatted(least, most, what);
  }

  @Override
  public Optional<List<T>> read(Place place) {
    if (!(place.node() instanceof SequenceNode list)) {
      place.wrong(expected(), "write it in brackets, as in [a, b]");
      return Optional.empty();
    }
    if (list.getValue().size() < least || list.getValue().size() > most) {
      place
          .mistakes()
          .add(
              place.line(),
              place.path(),
              list.getValue().size() + " " + what,
              expected(),
              place.remedy());
      return Optional.empty();
    }
    List<T> values = new ArrayList<>();
    boolean right = true;
    for (Node node : list.getValue()) {
      Place at = place.inside("[" + values.size() + "]", node);
      Optional<T> value = element.read(at);
      if (value.isEmpty()) {
        right = false;
      } else if (values.contains(value.get())) {
        at.wrong("each of the " + what + " once", "remove the second");
        right = false;
      }
      values.add(value.orElse(null));
    }
    return right ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public String show(List<T> values) {
    return values.stream().map(element::show).collect(Collectors.joining(", ", "[", "]"));
  }
}
