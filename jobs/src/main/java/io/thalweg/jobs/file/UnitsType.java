package io.thalweg.jobs.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Units of one layer, or of each of several. */
record UnitsType(int mostUnits, int mostLayers) implements Type<List<Integer>> {
  @Override
  public String expected() {
    return "%s or a list of up to %d".formatted(units().expected(), mostLayers);
  }

  private Type<Integer> units() {
    return Type.integer(1, mostUnits);
  }

  @Override
  public Optional<List<Integer>> read(Place place) {
    if (!(place.node() instanceof SequenceNode list)) {
      return units().read(place).map(List::of);
    }
    List<Node> nodes = list.getValue();
    if (nodes.isEmpty() || nodes.size() > mostLayers) {
      place
          .mistakes()
          .add(place.line(), place.path(), nodes.size() + " layers", expected(), place.remedy());
      return Optional.empty();
    }
    List<Integer> layers = new ArrayList<>();
    for (Node node : nodes) {
      units().read(place.inside("[" + layers.size() + "]", node)).ifPresent(layers::add);
    }
    return layers.size() == nodes.size() ? Optional.of(List.copyOf(layers)) : Optional.empty();
  }

  @Override
  public String show(List<Integer> layers) {
    return layers.size() == 1
        ? layers.get(0).toString()
        : layers.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
