package io.thalweg.connectors.events;

import java.io.IOException;

/** The value of a field, as its notation gives it. Valid until the reader moves on. */
interface Cell {
  /** What the notation says about the value. */
  enum Kind {
    NULL,
    TEXT,
    INTEGER,
    DECIMAL,
    /** NaN, Infinity and their like, which some writers of JSON put where a number should be. */
    NOT_FINITE,
    BOOLEAN,
    OBJECT,
    ARRAY,
    /** A cell of a notation that does not tell text from number. */
    UNTYPED
  }

  Kind kind() throws IOException;

  /** The number that it holds; NaN or infinite where that is no finite number. */
  double number() throws IOException;

  /** The integer that it holds, if that is from 0 to 2⁶³ - 1; otherwise -1. */
  long natural() throws IOException;

  /** Length of {@link #text()} in UTF-16 units, known without making it. */
  int length() throws IOException;

  /** Its text; of a number or truth value the text that it is written as. */
  String text() throws IOException;

  /** For messages. */
  String shown() throws IOException;
}
