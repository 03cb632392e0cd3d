package io.thalweg.benchmarks.streams;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events by a timetable. One that is late goes at once, and those after it keep their times,
 * so that a pause of the machine does not make the load lighter.
 */
final class PacedSender {
  private final KafkaSettings settings;
  private final Events events;
  private final Trace trace;

  PacedSender(KafkaSettings settings, Events events, Trace trace) {
    this.settings = settings;
    this.events = events;
    this.trace = trace;
  }

  /** Returns when all are appended. */
  void send(int count, double perSecond) {
    var properties = settings.producerProperties();
    properties.put("linger.ms", "0");
    var bytes = new ByteArraySerializer();
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (var producer = new KafkaProducer<>(properties, bytes, bytes)) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        awaitNanos(start + (long) (i * 1e9 / perSecond));
        int number = i;
        trace.sent(number, System.nanoTime());
        var unused =
            producer.send(
                events.next(),
                (metadata, error) -> {
                  if (error == null) {
                    trace.appended(number, metadata.timestamp());
                  } else {
                    failure.set(error);
                  }
                });
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("an event could not be sent", failure.get());
    }
  }

  private static void awaitNanos(long time) {
    for (long left; (left = time - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
  }
}
