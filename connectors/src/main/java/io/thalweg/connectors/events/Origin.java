package io.thalweg.connectors.events;

/** Where a record stands in the log. */
public record Origin(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
