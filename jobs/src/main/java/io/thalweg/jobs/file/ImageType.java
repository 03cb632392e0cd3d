package io.thalweg.jobs.file;

import io.thalweg.connectors.events.EventSchema.Image;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** An image among the features: {@code {field, height, width, channels}}. */
record ImageType() implements Type<Image> {
  @Override
  public String expected() {
    return "{field, height, width, channels}";
  }

  @Override
  public Optional<Image> read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      place.wrong(expected(), "write it in braces, as in {field: pixels, height: 28, width: 28}");
      return Optional.empty();
    }
    Document document = Document.of(mapping, Keys.IMAGE, place.path() + ".", place.mistakes());
    Optional<String> field = document.read(Keys.IMAGE_FIELD);
    Optional<Integer> height = document.read(Keys.IMAGE_HEIGHT);
    Optional<Integer> width = document.read(Keys.IMAGE_WIDTH);
    Optional<Integer> channels = document.read(Keys.IMAGE_CHANNELS);
    return field.isEmpty() || height.isEmpty() || width.isEmpty() || channels.isEmpty()
        ? Optional.empty()
        : Optional.of(new Image(field.get(), height.get(), width.get(), channels.get()));
  }

  @Override
  public String show(Image image) {
    return "{field: %s, height: %d, width: %d, channels: %d}"
        .formatted(
            Keys.IMAGE_FIELD.type().show(image.field()),
            image.height(),
            image.width(),
            image.channels());
  }
}
