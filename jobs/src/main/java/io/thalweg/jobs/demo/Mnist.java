package io.thalweg.jobs.demo;

import io.thalweg.connectors.events.EventSchema;
import io.thalweg.connectors.events.EventSchema.Format;
import io.thalweg.connectors.replay.EventTime;
import io.thalweg.connectors.replay.Replay;
import io.thalweg.jobs.file.JobSpec;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Handwritten digits, grey images of 28 × 28 pixels (LeCun, Cortes and Burges, 1998): those to
 * learn from with their labels, then those to test with, whose class stands in a field that the job
 * does not read.
 */
public final class Mnist {
  private static final String DIGIT = "digit";
  private static final String PIXELS = "pixels";
  private static final int TRAINING = 10_000;
  private static final int TEST = 2_000;
  private static final int LABELS = 2049;
  private static final int IMAGES = 2051;
  private static final int SIDE = 28;
  private static final int MOST = 1_000_000;

  private Mnist() {}

  /** The part that comes with Thalweg: the first 10,000 to learn from, the first 2,000 to test. */
  public static DemoStream part() {
    URL part =
        Objects.requireNonNull(
            Mnist.class.getResource("/io/thalweg/jobs/data/mnist.csv.gz"), "MNIST is in this jar");
    return stream(TRAINING + TEST, () -> Replay.of(part));
  }

  /**
   * All of it.
   *
   * @param folder with the four files as they are published, gzipped
   * @throws IOException if one is missing or is something else
   */
  public static DemoStream whole(Path folder) throws IOException {
    Path table = Files.createTempFile("thalweg-mnist", ".csv.gz");
    table.toFile().deleteOnExit();
    int records = write(folder, Integer.MAX_VALUE, Integer.MAX_VALUE, table);
    return stream(records, () -> Replay.of(table));
  }

  private interface Source {
    Replay open();
  }

  private static DemoStream stream(int records, Source source) {
    return new DemoStream(
        "image", "digits.yaml", records, Optional.empty(), spec -> replay(spec, source));
  }

  private static Replay replay(JobSpec spec, Source source) {
    EventSchema schema = spec.input().schema();
    if (schema.format() != Format.JSON
        || !DIGIT.equals(schema.label())
        || schema.image() == null
        || !PIXELS.equals(schema.image().field())) {
      throw new IllegalArgumentException(
          "job '%s': found input.format %s, label.field %s and features.image %s, expected json, digit and an image in field pixels;"
                  .formatted(spec.name(), schema.format(), schema.label(), schema.image())
              + " start from examples/digits.yaml, the job of this stream");
    }
    return source
        .open()
        .text(PIXELS)
        .time(
            new EventTime.Generated(
                schema.time(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofSeconds(1),
                schema.timeFormat()));
  }

  /**
   * Writes a table of images, gzipped.
   *
   * @param folder with the four files as they are published, gzipped
   * @param training most images to learn from
   * @param test most images to test with
   * @return images written
   */
  static int write(Path folder, int training, int test, Path table) throws IOException {
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(table)), StandardCharsets.US_ASCII))) {
      out.write(DIGIT + ",truth," + PIXELS + "\n");
      return append(folder, "train", training, true, out)
          + append(folder, "t10k", test, false, out);
    }
  }

  private static int append(Path folder, String name, int most, boolean labelled, Writer out)
      throws IOException {
    Path images = folder.resolve(name + "-images-idx3-ubyte.gz");
    Path labels = folder.resolve(name + "-labels-idx1-ubyte.gz");
    try (DataInputStream pixels = open(images, IMAGES);
        DataInputStream digits = open(labels, LABELS)) {
      int count = pixels.readInt();
      if (count != digits.readInt()
          || count < 0
          || count > MOST
          || pixels.readInt() != SIDE
          || pixels.readInt() != SIDE) {
        throw new IOException(
            images + ": other images found than 28 × 28 pixels, one per label in " + labels);
      }
      byte[] image = new byte[SIDE * SIDE];
      int written = Math.min(count, most);
      for (int i = 0; i < written; i++) {
        pixels.readFully(image);
        int digit = digits.readUnsignedByte();
        out.write((labelled ? digit : "") + "," + digit + ",");
        out.write(Base64.getEncoder().encodeToString(image));
        out.write('\n');
      }
      return written;
    }
  }

  private static DataInputStream open(Path file, int kind) throws IOException {
    DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)));
    int found = in.readInt();
    if (found != kind) {
      in.close();
      throw new IOException(
          "%s: first number %d found, %d expected: one of MNIST's four files, gzipped"
              .formatted(file, found, kind));
    }
    return in;
  }
}
