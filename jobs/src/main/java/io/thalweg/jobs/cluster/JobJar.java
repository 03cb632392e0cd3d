package io.thalweg.jobs.cluster;

import io.thalweg.connectors.events.Event;
import io.thalweg.jobs.prometheus.LoopbackReporterFactory;
import io.thalweg.models.learning.ModelSpec;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The thin job jar: Thalweg's own modules and nothing else, a few hundred kilobytes. Its main class
 * is {@link SubmittedJob}. The same classes give the same bytes.
 */
public final class JobJar {
  /** As it is called in a Flink home's {@code usrlib}. */
  public static final String FILE_NAME = "thalweg-job.jar";

  /** The demonstration's data set: no job needs it. */
  private static final String DATA = "io/thalweg/jobs/data/";

  /** The first instant that a zip can say, in every entry, for the same bytes every time. */
  private static final LocalDateTime TIMESTAMP = LocalDateTime.of(1980, 1, 1, 0, 0);

  private JobJar() {}

  /** Writes it over whatever is there. */
  public static void write(Path file) throws IOException {
    write(file, modules(), SubmittedJob.class.getName());
  }

  /** One with the reporter for Prometheus only, which a Flink must have in its {@code lib}. */
  static void writeReporter(Path file) throws IOException {
    write(file, modules(), JobJar::isOfReporter, LoopbackReporterFactory.class.getName());
  }

  /** One that holds nothing: for a Flink that has Thalweg in its {@code lib}. */
  static void writeEmpty(Path file) throws IOException {
    write(file, Set.of(), SubmittedJob.class.getName());
  }

  /**
   * Packs classes into a jar.
   *
   * @param roots jars or folders of classes; of two files of one name, the first is taken
   */
  static void write(Path file, Set<Path> roots, String mainClass) throws IOException {
    write(file, roots, JobJar::isOfJobs, mainClass);
  }

  private static void write(Path file, Set<Path> roots, Predicate<String> wanted, String mainClass)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path partial = Files.createTempFile(absolute.getParent(), "thalweg-job", ".part");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial));
        JarOutputStream jar = new JarOutputStream(out)) {
      Set<String> written = new LinkedHashSet<>();
      put(jar, written, JarFile.MANIFEST_NAME, manifest(mainClass));
      for (Path module : roots) {
        if (Files.isDirectory(module)) {
          copy(module.toRealPath(), wanted, jar, written);
        } else {
          try (FileSystem zip = FileSystems.newFileSystem(module)) {
            copy(zip.getPath("/"), wanted, jar, written);
          }
        }
      }
    }
    Files.move(partial, absolute, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Where the modules were loaded from: jars, or folders of classes in a build. */
  static Set<Path> modules() {
    Set<Path> modules = new LinkedHashSet<>();
    for (Class<?> type : List.of(JobJar.class, Event.class, ModelSpec.class)) {
      try {
        modules.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException("the class path entry of " + type + " is not a file", e);
      }
    }
    return modules;
  }

  private static void copy(
      Path root, Predicate<String> wanted, JarOutputStream jar, Set<String> written)
      throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (wanted.test(name)) {
          put(jar, written, name, Files.readAllBytes(file));
        }
      }
    }
  }

  /** A job needs no logging configuration of the command line, for example. */
  private static boolean isOfJobs(String name) {
    return name.startsWith("META-INF/services/")
        || (name.startsWith("io/thalweg/") && !name.startsWith(DATA));
  }

  private static boolean isOfReporter(String name) {
    return name.equals("META-INF/services/" + MetricReporterFactory.class.getName())
        || name.startsWith(LoopbackReporterFactory.class.getPackageName().replace('.', '/') + "/");
  }

  private static void put(JarOutputStream jar, Set<String> written, String name, byte[] content)
      throws IOException {
    if (written.add(name)) {
      JarEntry entry = new JarEntry(name);
      entry.setTimeLocal(TIMESTAMP);
      jar.putNextEntry(entry);
      jar.write(content);
      jar.closeEntry();
    }
  }

  private static byte[] manifest(String mainClass) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, mainClass);
    var bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }
}
