package io.thalweg.jobs.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A text that must not turn up. It has no repetitions, so that compression leaves it whole. */
public record Planted(String text) {

  /**
   * Files under a folder that hold it, also inside zips; links are not followed, and what goes away
   * meanwhile is passed over.
   */
  public static Map<Planted, List<Path>> find(Path folder, Planted... planted) throws IOException {
    Map<Planted, List<Path>> holding = new HashMap<>();
    for (Planted each : planted) {
      holding.put(each, new ArrayList<>());
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            for (String text : attributes.isRegularFile() ? texts(file) : List.<String>of()) {
              holding.forEach(
                  (each, files) -> {
                    if (text.contains(each.text())) {
                      files.add(file);
                    }
                  });
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path gone, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return holding;
  }

  /** What a file holds, a character for each byte; of a zip, what its entries do. */
  private static List<String> texts(Path file) throws IOException {
    try {
      if (!file.toString().endsWith(".zip")) {
        return List.of(new String(Files.readAllBytes(file), ISO_8859_1));
      }
      List<String> texts = new ArrayList<>();
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : Collections.list(zip.entries())) {
          texts.add(new String(zip.getInputStream(entry).readAllBytes(), ISO_8859_1));
        }
      }
      return texts;
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }
}
