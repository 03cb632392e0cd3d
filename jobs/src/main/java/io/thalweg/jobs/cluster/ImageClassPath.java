package io.thalweg.jobs.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The jars of the running program, in order.
 *
 * @param modules Thalweg's own
 */
record ImageClassPath(List<Path> modules, List<Path> libraries) {
  ImageClassPath {
    modules = List.copyOf(modules);
    libraries = List.copyOf(libraries);
  }

  static ImageClassPath current() {
    return of(System.getProperty("java.class.path"));
  }

  static ImageClassPath of(String classPath) {
    List<Path> entries =
        Arrays.stream(classPath.split(File.pathSeparator, -1)).map(Path::of).distinct().toList();
    for (Path entry : entries) {
      if (!Files.isRegularFile(entry)) {
        throw new ClusterException(
            entry + " found, a jar expected: an image is made of what ./thalweg has packaged");
      }
    }
    Predicate<Path> own = entry -> entry.getFileName().toString().startsWith("thalweg-");
    return new ImageClassPath(
        entries.stream().filter(own).toList(), entries.stream().filter(own.negate()).toList());
  }

  /** Whether networks are computed on a GPU. */
  boolean cuda() {
    return libraries.stream().anyMatch(jar -> jar.getFileName().toString().contains("nd4j-cuda"));
  }
}
