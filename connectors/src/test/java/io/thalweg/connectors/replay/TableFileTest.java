package io.thalweg.connectors.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  @TempDir private Path folder;

  @Test
  void quoted_fields_hold_commas_quotes_and_line_breaks() throws Exception {
    assertThat(rows(write("a.csv", "a,b\r\n\"x,\"\"y\"\"\n\",2\r\n")))
        .containsExactly(List.of("a", "b"), List.of("x,\"y\"\n", "2"));
  }

  @Test
  void gzip_is_told_by_its_bytes_and_tabs_by_the_name() throws Exception {
    assertThat(rows(write("b.tsv.gz", gzip("\"a\tb\n")))).containsExactly(List.of("\"a", "b"));
    assertThat(rows(write("b.dat", gzip("a,b\n")))).containsExactly(List.of("a", "b"));
  }

  @Test
  void a_folder_is_no_table() throws Exception {
    Path inside = Files.createDirectories(folder.resolve("a folder"));
    assertThatThrownBy(() -> TableFile.open(inside.toUri().toURL(), "a folder"))
        .isInstanceOf(ReplayException.class)
        .hasMessage("a folder: a folder found, a file expected");
  }

  @Test
  void byte_order_mark_is_not_part_of_the_first_column() throws Exception {
    assertThat(rows(write("a.csv", "\ufeffa,b\n"))).containsExactly(List.of("a", "b"));
    assertThat(rows(write("b.csv.gz", gzip("\ufeffa,b\n")))).containsExactly(List.of("a", "b"));
  }

  @Test
  void places_are_counted_from_the_first_line() throws Exception {
    try (TableFile table = open(write("a.csv", "a\n1\n\n3"))) {
      List<String> places = new ArrayList<>();
      while (table.next() != null) {
        places.add(table.place().replaceAll(".* line ", ""));
      }
      assertThat(places).containsExactly("1", "2", "4");
    }
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    Path file = folder.resolve("absent.csv");
    assertRefused(file, "absent.csv: no such file");
  }

  @Test
  void a_gzip_stream_that_breaks_off_is_an_error_and_not_an_end() throws Exception {
    StringBuilder text = new StringBuilder();
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      text.append(random.nextInt()).append('\n');
    }
    byte[] whole = gzip(text.toString());
    Path file = write("a.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    assertRefused(file, "the gzip stream is broken", "fetch the file again", " after line ");
  }

  @Test
  void another_encoding_is_an_error() throws Exception {
    Path file = write("a.csv", "a\ncafé\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, "not UTF-8");
  }

  @Test
  void a_quote_that_stays_open_is_an_error_before_memory_is_gone() throws Exception {
    assertRefused(write("a.csv", "a\n\"b\nc\n"), "after line 1", "is a quote left open?");
    String endless = "a\n\"" + "x".repeat(TableFile.MAX_ROW + 100_000) + "\"\n";
    assertRefused(write("b.csv", endless), "a row of more than 8388608 characters");
  }

  private void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> rows(file))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  private static List<List<String>> rows(Path file) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    try (TableFile table = open(file)) {
      for (CSVRecord row = table.next(); row != null; row = table.next()) {
        rows.add(row.toList());
      }
      assertThat(table.fraction()).isEqualTo(1);
    }
    return rows;
  }

  private static TableFile open(Path file) throws Exception {
    return TableFile.open(file.toUri().toURL(), file.toString());
  }

  private Path write(String name, String content) throws Exception {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] content) throws Exception {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
