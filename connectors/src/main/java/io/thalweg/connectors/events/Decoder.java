package io.thalweg.connectors.events;

import java.io.Serializable;

/** Reads a record; never throws on account of what the record holds. */
public interface Decoder extends Serializable {
  Decoded decode(RawRecord raw);
}
