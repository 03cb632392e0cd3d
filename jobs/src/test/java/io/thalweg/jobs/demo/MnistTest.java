package io.thalweg.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  @TempDir private Path folder;

  @BeforeEach
  void publish() throws IOException {
    publish("train", 5, 28);
    publish("t10k", 3, 28);
  }

  private void publish(String name, int count, int width) throws IOException {
    try (DataOutputStream images = gzip(name + "-images-idx3-ubyte.gz");
        DataOutputStream labels = gzip(name + "-labels-idx1-ubyte.gz")) {
      images.writeInt(2051);
      images.writeInt(count);
      images.writeInt(28);
      images.writeInt(width);
      labels.writeInt(2049);
      labels.writeInt(count);
      for (int i = 0; i < count; i++) {
        byte[] image = new byte[28 * width];
        image[i] = (byte) 255;
        images.write(image);
        labels.writeByte(i);
      }
    }
  }

  private DataOutputStream gzip(String file) throws IOException {
    return new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve(file))));
  }

  private static List<String> lines(Path table) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(table))) {
      in.transferTo(text);
    }
    return text.toString(StandardCharsets.US_ASCII).lines().toList();
  }

  @Test
  void images_to_learn_from_come_first_and_those_to_test_with_bring_no_label() throws IOException {
    Path table = folder.resolve("table.csv.gz");

    assertThat(Mnist.write(folder, 4, 2, table)).isEqualTo(6);

    List<String> lines = lines(table);
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).isEqualTo("digit,truth,pixels");
    assertThat(lines.get(4)).startsWith("3,3,");
    assertThat(lines.get(6)).startsWith(",1,");
    byte[] pixels = Base64.getDecoder().decode(lines.get(4).substring(4));
    assertThat(pixels).hasSize(784);
    assertThat(pixels[3]).isEqualTo((byte) 255);
  }

  @Test
  void other_files_are_refused_by_name() throws IOException {
    publish("train", 5, 20);
    Path table = folder.resolve("table.csv.gz");
    assertThatThrownBy(() -> Mnist.write(folder, 4, 2, table))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("train-images-idx3-ubyte.gz: other images found than 28 × 28 pixels");

    try (DataOutputStream images = gzip("train-images-idx3-ubyte.gz")) {
      images.writeInt(7);
    }
    assertThatThrownBy(() -> Mnist.write(folder, 4, 2, table))
        .hasMessageContaining("first number 7 found, 2051 expected");
  }
}
