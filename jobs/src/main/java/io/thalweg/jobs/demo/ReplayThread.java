package io.thalweg.jobs.demo;

import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.connectors.replay.Replay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** A replay beside everything else. */
final class ReplayThread implements AutoCloseable {
  private final CompletableFuture<Long> result = new CompletableFuture<>();
  private final AtomicLong sent = new AtomicLong();
  private final Thread thread;

  private ReplayThread(Replay replay, KafkaSettings settings, String topic) {
    replay.listener(progress -> sent.set(progress.records()));
    this.thread = new Thread(() -> run(replay, settings, topic), "replay into " + topic);
    thread.setDaemon(true);
  }

  static ReplayThread start(Replay replay, KafkaSettings settings, String topic) {
    ReplayThread started = new ReplayThread(replay, settings, topic);
    started.thread.start();
    return started;
  }

  private void run(Replay replay, KafkaSettings settings, String topic) {
    try {
      result.complete(replay.into(settings, topic));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  /** Records sent so far. */
  long sent() {
    return sent.get();
  }

  /**
   * Whether all records are sent and acknowledged.
   *
   * @throws io.thalweg.connectors.replay.ReplayException where they cannot be
   */
  boolean isDone() {
    if (!result.isCompletedExceptionally()) {
      return result.isDone();
    }
    try {
      result.join();
      return true;
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
