package io.thalweg.jobs.file;

import io.thalweg.models.features.Features.Category;
import io.thalweg.models.features.Features.Encoding;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** A categorical feature: its name, or a mapping of name, encoding and size. */
record CategoryType() implements Type<Category> {
  @Override
  public String expected() {
    return "a field's name or {name, encoding, size}";
  }

  @Override
  public Optional<Category> read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      return Keys.CATEGORY_NAME
          .type()
          .read(place)
          .map(
              name ->
                  category(
                      name, Keys.CATEGORY_ENCODING.otherwise(), Keys.CATEGORY_SIZE.otherwise()));
    }
    Document document = Document.of(mapping, Keys.CATEGORY, place.path() + ".", place.mistakes());
    Optional<String> name = document.read(Keys.CATEGORY_NAME);
    Optional<Encoding> encoding = document.read(Keys.CATEGORY_ENCODING);
    Optional<Integer> size = document.read(Keys.CATEGORY_SIZE);
    return name.isEmpty() || encoding.isEmpty() || size.isEmpty()
        ? Optional.empty()
        : Optional.of(category(name.get(), encoding.get(), size.get()));
  }

  private static Category category(String name, Encoding encoding, int size) {
    return new Category(name, encoding, size);
  }

  @Override
  public String show(Category category) {
    return "{name: %s, encoding: %s, size: %d}"
        .formatted(
            Keys.CATEGORY_NAME.type().show(category.name()),
            Keys.CATEGORY_ENCODING.type().show(category.encoding()),
            category.size());
  }
}
