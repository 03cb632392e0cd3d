package io.thalweg.connectors.events;

import io.thalweg.connectors.events.Layout.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line of comma-separated values (RFC 4180, UTF-8), with or without its line end. Blanks around
 * a cell that is not in quotes do not count, and an empty one is absent.
 */
final class CsvNotation implements Notation {
  private final Layout layout;
  private final List<Node> columns;

  CsvNotation(Layout layout, List<String> columns) {
    this.layout = layout;
    // The root stands for a column that nobody wants.
    this.columns =
        columns.stream()
            .map(name -> layout.root().children.getOrDefault(name, layout.root()))
            .toList();
  }

  @Override
  public void read(byte[] value, Draft draft) throws IOException, Unfit {
    CsvLine line = new CsvLine(decode(value));
    CsvCell[] cells = new CsvCell[columns.size()];
    int found = 0;
    do {
      CsvCell cell = line.next(found);
      if (found < cells.length) {
        cells[found] = cell;
      }
      found++;
    } while (line.hasNext());
    if (found != cells.length) {
      throw new Unfit("record value: " + found + " columns found, " + cells.length + " expected");
    }
    for (int i = 0; i < cells.length; i++) {
      meet(columns.get(i), cells[i], draft);
    }
  }

  private void meet(Node node, CsvCell cell, Draft draft) throws IOException, Unfit {
    if (node != layout.root() && !cell.isAbsent()) {
      node.meet(draft);
      node.read(cell, draft);
    }
  }

  private static CharBuffer decode(byte[] value) throws Unfit {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw new Unfit("record value: not UTF-8 at byte " + bytes.position());
    }
  }
}
