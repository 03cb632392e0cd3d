package io.thalweg.jobs.file;

import io.thalweg.models.features.Features.Analyzer;
import io.thalweg.models.features.Features.Text;
import io.thalweg.models.features.Features.Vocabulary;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** A text among the features: its field, or a mapping of field, analyzer, vocabulary … */
record TextType() implements Type<Text> {
  @Override
  public String expected() {
    return "a field's name or {field, analyzer, vocabulary, size, length}";
  }

  @Override
  public Optional<Text> read(Place place) {
    if (!(place.node() instanceof MappingNode mapping)) {
      return Keys.TEXT_FIELD
          .type()
          .read(place)
          .map(
              field ->
                  new Text(
                      field,
                      Keys.TEXT_ANALYZER.otherwise(),
                      Keys.TEXT_VOCABULARY.otherwise(),
                      Keys.TEXT_SIZE.otherwise(),
                      Keys.TEXT_LENGTH.otherwise()));
    }
    Document document = Document.of(mapping, Keys.TEXT, place.path() + ".", place.mistakes());
    Optional<String> field = document.read(Keys.TEXT_FIELD);
    Optional<Analyzer> analyzer = document.read(Keys.TEXT_ANALYZER);
    Optional<Vocabulary> vocabulary = document.read(Keys.TEXT_VOCABULARY);
    Optional<Integer> size = document.read(Keys.TEXT_SIZE);
    Optional<Integer> length = document.read(Keys.TEXT_LENGTH);
    return field.isEmpty()
            || analyzer.isEmpty()
            || vocabulary.isEmpty()
            || size.isEmpty()
            || length.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Text(field.get(), analyzer.get(), vocabulary.get(), size.get(), length.get()));
  }

  @Override
  public String show(Text text) {
    return "{field: %s, analyzer: %s, vocabulary: %s, size: %d, length: %d}"
        .formatted(
            Keys.TEXT_FIELD.type().show(text.name()),
            Keys.TEXT_ANALYZER.type().show(text.analyzer()),
            Keys.TEXT_VOCABULARY.type().show(text.vocabulary()),
            text.size(),
            text.length());
  }
}
