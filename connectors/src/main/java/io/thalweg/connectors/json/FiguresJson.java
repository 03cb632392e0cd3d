package io.thalweg.connectors.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures of a run for scripts: one object of JSON. Not thread-safe. */
public final class FiguresJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /**
   * Puts a figure behind those before.
   *
   * @param figure number, text, truth, or a map of such; a number that is not finite does not exist
   *     and becomes null
   */
  public FiguresJson put(String name, Object figure) {
    fields.put(name, figure instanceof Double number && !Double.isFinite(number) ? null : figure);
    return this;
  }

  /** Lines that end with a line break. */
  public String text() {
    try {
      return MAPPER.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts are JSON", e);
    }
  }

  /** Writes a file; makes its folder where there is none. */
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text());
  }
}
