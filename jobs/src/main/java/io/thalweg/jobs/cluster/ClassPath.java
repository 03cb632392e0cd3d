package io.thalweg.jobs.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The class path that the build resolved, as far as a cluster needs it.
 *
 * @param libraries jars in order, without Thalweg's own modules
 */
record ClassPath(List<Path> libraries) {
  ClassPath {
    libraries = List.copyOf(libraries);
  }

  /** Of the running program. */
  static ClassPath current() {
    Set<Path> modules = JobJar.modules();
    return new ClassPath(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar"))
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .filter(jar -> Files.isRegularFile(jar) && !modules.contains(jar))
            .distinct()
            .toList());
  }
}
