package io.thalweg.connectors.replay;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of a UTF-8 file, plain or gzipped (told by its first bytes). CSV as in RFC 4180; where the
 * name ends in {@code .tsv} or {@code .tab}, fields are separated by tabs and quotes mean
 * themselves.
 */
public final class TableFile implements AutoCloseable {
  /** Longest row in characters: what is longer is an open quote, or no table at all. */
  static final int MAX_ROW = 8 << 20;

  private final String name;
  private final long length;
  private final Counted counted;
  private final Bounded bounded;
  private final CSVParser parser;
  private final Iterator<CSVRecord> rows;
  private long line;

  /**
   * Opens a file.
   *
   * @param name for messages; its ending says how fields are separated
   * @throws ReplayException if there is no such file or it cannot be read
   */
  public static TableFile open(URL location, String name) {
    if (isFolder(location)) {
      throw new ReplayException(name + ": a folder found, a file expected");
    }
    try {
      URLConnection connection = location.openConnection();
      connection.setUseCaches(false);
      return new TableFile(connection, name);
    } catch (IOException e) {
      throw failed(name, 0, e);
    }
  }

  /** One would be read as a list of its names. */
  private static boolean isFolder(URL location) {
    try {
      return location.getProtocol().equals("file") && Files.isDirectory(Path.of(location.toURI()));
    } catch (URISyntaxException | IllegalArgumentException elsewhere) {
      return false;
    }
  }

  private TableFile(URLConnection connection, String name) throws IOException {
    this.name = name;
    this.counted = new Counted(connection.getInputStream());
    this.length = connection.getContentLengthLong();
    try {
      this.bounded = new Bounded(text(counted));
      this.parser = CSVParser.builder().setReader(bounded).setFormat(format(name)).get();
      this.rows = parser.iterator();
    } catch (IOException e) {
      counted.close();
      throw e;
    }
  }

  private static CSVFormat format(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    boolean tabs = lower.endsWith(".tsv") || lower.endsWith(".tab");
    CSVFormat.Builder format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true);
    return (tabs ? format.setDelimiter('\t').setQuote(null) : format).get();
  }

  private static Reader text(InputStream file) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(file, 1 << 16);
    bytes.mark(2);
    boolean gzipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    return new InputStreamReader(
        withoutMark(gzipped ? new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16)) : bytes),
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** The byte order mark that Excel writes is not part of the first column's name. */
  private static InputStream withoutMark(BufferedInputStream bytes) throws IOException {
    bytes.mark(3);
    boolean marked = bytes.read() == 0xef && bytes.read() == 0xbb && bytes.read() == 0xbf;
    if (!marked) {
      bytes.reset();
    }
    return bytes;
  }

  /** The columns of the first row, or those given. */
  public List<String> columns(List<String> given) {
    if (!given.isEmpty()) {
      return given;
    }
    CSVRecord header = next();
    if (header == null) {
      throw new ReplayException(name + ": empty; a first line with names of columns expected");
    }
    return header.toList();
  }

  /** The next row, or null at the end. */
  public CSVRecord next() {
    try {
      bounded.remaining = MAX_ROW;
      CSVRecord row = rows.hasNext() ? rows.next() : null;
      line = parser.getCurrentLineNumber();
      return row;
    } catch (UncheckedIOException e) {
      throw failed(name, line, e.getCause());
    }
  }

  /** For messages: file and line of the row that was read last. */
  public String place() {
    return name + " line " + line;
  }

  String name() {
    return name;
  }

  /** How much of the file has been read, 0 to 1. */
  double fraction() {
    return length <= 0 ? 0 : Math.min(1, (double) counted.bytes / length);
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw failed(name, line, e);
    }
  }

  private static ReplayException failed(String name, long line, IOException e) {
    String where = line == 0 ? name + ": " : name + " after line " + line + ": ";
    if (e instanceof FileNotFoundException) {
      return new ReplayException(name + ": no such file, or it may not be read", e);
    }
    if (e instanceof CharacterCodingException) {
      return new ReplayException(where + "not UTF-8: convert it, e.g. with iconv", e);
    }
    if (e instanceof EOFException || e instanceof ZipException) {
      return new ReplayException(
          where + "the gzip stream is broken (" + e.getMessage() + "): fetch the file again", e);
    }
    if (e instanceof CSVException || e instanceof RowTooLong) {
      return new ReplayException(
          where
              + e.getMessage()
              + ": is a quote left open? (where quotes mean themselves, name"
              + " the file .tsv)",
          e);
    }
    return new ReplayException(where + "cannot be read (" + e.getMessage() + ")", e);
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      int read = super.read(buffer, offset, count);
      bytes += Math.max(read, 0);
      return read;
    }
  }

  /** Ends a row that does not end. */
  private static final class Bounded extends FilterReader {
    private int remaining = MAX_ROW;

    Bounded(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int count) throws IOException {
      int read = super.read(buffer, offset, count);
      remaining -= Math.max(read, 0);
      if (remaining < 0) {
        throw new RowTooLong();
      }
      return read;
    }
  }

  private static final class RowTooLong extends IOException {
    private static final long serialVersionUID = 1;

    RowTooLong() {
      super("a row of more than " + MAX_ROW + " characters");
    }
  }
}
