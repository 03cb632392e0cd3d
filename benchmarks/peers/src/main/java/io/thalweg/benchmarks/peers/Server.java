package io.thalweg.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * One side of a comparison: answers each {@link Work} on the standard input with the median time of
 * a window, in microseconds, or with {@link #NOT_YET}. A work that follows itself goes on with the
 * network that is there; a new one is warmed up first.
 */
public final class Server {
  /** Answer to work that this side cannot do. */
  public static final String NOT_YET = "not yet";

  private static final double WARM_UP_WINDOWS = 4;
  private static final double REWARM_WINDOWS = 0.2;

  private final Function<Work, Optional<Step>> maker;
  private final double seconds;
  private final Stopwatch stopwatch = new Stopwatch();

  /**
   * A side.
   *
   * @param maker makes what does a work, if it can
   * @param seconds length of a window
   */
  public Server(Function<Work, Optional<Step>> maker, double seconds) {
    this.maker = maker;
    this.seconds = seconds;
  }

  /** Answers until the input ends. */
  public void run() throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // what libraries say is no answer
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    Work current = null;
    Optional<Step> step = Optional.empty();
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      Work work = Work.parse(line);
      if (!work.equals(current)) {
        step.ifPresent(Step::close);
        step = maker.apply(work);
        step.ifPresent(made -> stopwatch.median(made, WARM_UP_WINDOWS * seconds));
        current = work;
      }
      answers.println(step.map(this::measure).orElse(NOT_YET));
    }
    step.ifPresent(Step::close);
  }

  private String measure(Step step) {
    stopwatch.median(step, REWARM_WINDOWS * seconds); // the other side had the caches
    return Double.toString(stopwatch.median(step, seconds));
  }
}
