package io.thalweg.jobs.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/**
 * A complete checkpoint that a job of an earlier process left behind.
 *
 * @param number as Flink counts a job's checkpoints
 * @param taken when it was complete
 */
public record KeptCheckpoint(Path folder, long number, Instant taken) {
  private static final Pattern NAME = Pattern.compile("chk-([0-9]{1,18})");

  /** The same for each process that runs a job of this name, so that its checkpoints are found. */
  static JobID jobId(String name) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return new JobID(id.getLeastSignificantBits(), id.getMostSignificantBits());
  }

  /** The newest of a job's checkpoints below a folder; empty if there is none. */
  static Optional<KeptCheckpoint> newest(Path checkpoints, String job) {
    Path folder = checkpoints.resolve(jobId(job).toHexString());
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .flatMap(entry -> complete(entry).stream())
          .max(Comparator.comparingLong(KeptCheckpoint::number));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder of checkpoints " + folder, e);
    }
  }

  /** Flink writes the metadata last. */
  private static Optional<KeptCheckpoint> complete(Path folder) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    Path metadata = folder.resolve("_metadata");
    if (!name.matches() || !Files.isRegularFile(metadata)) {
      return Optional.empty();
    }
    try {
      Instant taken = Files.getLastModifiedTime(metadata).toInstant();
      return Optional.of(new KeptCheckpoint(folder, Long.parseLong(name.group(1)), taken));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoint " + folder, e);
    }
  }
}
