package io.thalweg.jobs.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BackgroundTest {
  @Test
  void whatever_ends_the_work_is_told_and_does_not_leave_it_undone() throws Exception {
    try (Background broken =
        Background.begin(
            "test",
            () -> {
              throw new StackOverflowError("deep");
            })) {
      while (!broken.isDone()) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(broken::check).hasRootCauseMessage("deep");
    }
  }

  @Test
  void closing_ends_the_work_before_it_returns() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Background waiting = Background.begin("test", never::await);
    assertThat(waiting.isDone()).isFalse();

    waiting.close();

    assertThat(waiting.isDone()).isTrue();
    assertThatThrownBy(waiting::check).hasRootCauseInstanceOf(InterruptedException.class);
  }
}
