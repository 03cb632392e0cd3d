package io.thalweg.jobs.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * What an unknown key was probably meant to be.
 *
 * @param name of a key
 * @param elsewhere whether {@code name} is a whole path, because the key belongs to another section
 */
public record Suggestion(String name, boolean elsewhere) {

  /** The known path in place of the unknown one. */
  String of(String unknownPath) {
    int dot = unknownPath.lastIndexOf('.');
    return elsewhere || dot < 0 ? name : unknownPath.substring(0, dot + 1) + name;
  }

  /**
   * @param siblings names known where {@code unknown} stands
   * @param paths all that are known
   */
  static Optional<Suggestion> of(
      String unknown, Collection<String> siblings, Collection<String> paths) {
    return nearest(unknown, siblings, 2)
        .map(name -> new Suggestion(name, false))
        .or(
            () ->
                paths.stream()
                    .filter(path -> path.contains("."))
                    .filter(path -> nearest(unknown, List.of(last(path)), 1).isPresent())
                    .min(Comparator.comparingInt(path -> distance(unknown, last(path))))
                    .map(path -> new Suggestion(path, true)));
  }

  /** The name that was probably meant, if one is near. */
  public static Optional<String> nearest(String unknown, Collection<String> names) {
    return nearest(unknown, names, 2);
  }

  /**
   * @param edits that are forgiven in a short name; two, so that two letters may have changed
   *     places
   */
  private static Optional<String> nearest(String unknown, Collection<String> names, int edits) {
    return names.stream()
        .filter(name -> distance(unknown, name) <= Math.max(edits, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(unknown, name)));
  }

  private static int distance(String unknown, String name) {
    return unknown.length() > 100
        ? Integer.MAX_VALUE
        : LevenshteinDistance.getDefaultInstance().apply(kebab(unknown), name);
  }

  /** Names written as other notations do, {@code eventTime} or {@code event_time}. */
  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
