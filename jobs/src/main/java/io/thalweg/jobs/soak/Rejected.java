package io.thalweg.jobs.soak;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Offsets in the input of records that are or should be in the dead-letter topic. */
final class Rejected {
  private final List<BitSet> offsets =
      IntStream.range(0, LabelledEvents.PARTITIONS).mapToObj(p -> new BitSet()).toList();
  private long count;

  synchronized void add(int partition, long offset) {
    offsets.get(partition).set(Math.toIntExact(offset));
    count++;
  }

  /** A dead letter, which names where its record was. */
  void read(ConsumerRecord<byte[], byte[]> letter) {
    add((int) number(letter, "thalweg-partition"), number(letter, "thalweg-offset"));
  }

  private static long number(ConsumerRecord<byte[], byte[]> letter, String header) {
    byte[] value = letter.headers().lastHeader(header).value();
    return Long.parseLong(new String(value, StandardCharsets.UTF_8));
  }

  synchronized long count() {
    return count;
  }

  synchronized long duplicates() {
    return count - offsets.stream().mapToLong(BitSet::cardinality).sum();
  }

  synchronized boolean sameRecordsAs(Rejected other) {
    return offsets.equals(other.offsets);
  }
}
