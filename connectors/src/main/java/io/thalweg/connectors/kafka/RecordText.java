package io.thalweg.connectors.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Records as lines for a person to read. What a topic holds cannot drive the terminal: characters
 * that are not to be seen are escaped, what is not text is a size and a hash.
 */
final class RecordText {
  /** Longest text that is shown whole, in characters. */
  static final int MAX_CHARACTERS = 4096;

  private static final int HASH_BYTES = 6;

  private RecordText() {}

  /** {@code partition:offset time key value}, and the headers on lines of their own. */
  static String of(ConsumerRecord<byte[], byte[]> record, boolean headers) {
    StringBuilder text = new StringBuilder();
    text.append(record.partition()).append(':').append(record.offset());
    text.append("  ").append(Instant.ofEpochMilli(record.timestamp()));
    text.append("  ").append(record.key() == null ? "-" : shown(record.key()));
    text.append("  ").append(record.value() == null ? "(tombstone)" : shown(record.value()));
    if (headers) {
      for (Header header : record.headers()) {
        text.append(System.lineSeparator()).append("    ").append(escaped(header.key()));
        text.append(": ").append(header.value() == null ? "-" : shown(header.value()));
      }
    }
    return text.toString();
  }

  private static String shown(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return binary(bytes);
    }
    if (text.indexOf('\0') >= 0) {
      return binary(bytes);
    }
    if (text.length() <= MAX_CHARACTERS) {
      return escaped(text);
    }
    return escaped(text.substring(0, MAX_CHARACTERS)) + "… (" + bytes.length + " bytes)";
  }

  private static String binary(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String start = HexFormat.of().formatHex(hash, 0, HASH_BYTES);
      return "(" + bytes.length + " bytes, sha-256 " + start + "…)";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                  if (visible(c)) {
                    escaped.appendCodePoint(c);
                  } else {
                    escaped.append(String.format("\\u%04x", c));
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** Neither controls (an escape may paint over the screen) nor marks that turn text around. */
  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
