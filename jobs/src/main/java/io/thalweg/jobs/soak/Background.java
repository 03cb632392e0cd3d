package io.thalweg.jobs.soak;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Work in a thread of its own, which is over when this is closed. */
final class Background implements AutoCloseable {
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;

  /** May be interrupted. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  private Background(String name, Work work) {
    thread = new Thread(() -> run(work), name);
    thread.setDaemon(true);
  }

  static Background begin(String name, Work work) {
    Background background = new Background(name, work);
    background.thread.start();
    return background;
  }

  private void run(Work work) {
    try {
      work.run();
      done.complete(null);
    } catch (Throwable e) {
      done.completeExceptionally(e);
    }
  }

  boolean isDone() {
    return done.isDone();
  }

  /** Throws what ended it before its time. */
  void check() {
    if (done.isCompletedExceptionally()) {
      try {
        done.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException known ? known : e;
      }
    }
  }

  /** Interrupts it if it is still at work, and waits until it has ended. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
