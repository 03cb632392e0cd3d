package io.thalweg.connectors.events;

/** Where a record stands in the log. */
public record Origin(String topic, int partition, long offset) {
  /** Of what did not come from Kafka. */
  public static final Origin NONE = new Origin("", 0, 0);

  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
