package io.thalweg.jobs.cli;

import io.thalweg.jobs.demo.Demo;
import io.thalweg.jobs.demo.DemoOptions;
import io.thalweg.jobs.demo.DemoStream;
import io.thalweg.jobs.file.JobSpec;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** A demonstration that plays a stream. */
final class DemoRun {
  /** A few batches, so that there is something to see. */
  private static final long FEWEST = 200;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Mixin private DemoFrame frame;

  @Option(names = "--limit", paramLabel = "N", description = "Play only the first N records.")
  private Optional<Long> limit = Optional.empty();

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Records per second; otherwise as fast as they are answered.")
  private Optional<Double> rate = Optional.empty();

  /** Runs the demonstration of a stream to its end. */
  int of(DemoStream stream) throws Exception {
    check();
    JobSpec job = JobFileAccess.readSequence(frame.job(stream.example()));
    DemoOptions options =
        new DemoOptions(
            Math.min(limit.orElse(Long.MAX_VALUE), stream.records()),
            rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            frame.summary(),
            frame.keepRunning(),
            frame.embedded(job.parallelism()),
            frame.started());
    return frame.run(demo(stream, job, options)::run);
  }

  private Demo demo(DemoStream stream, JobSpec chosen, DemoOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    return frame
        .canvas()
        .map(canvas -> Demo.live(stream, chosen, options, out, canvas))
        .orElseGet(() -> Demo.plain(stream, chosen, options, out));
  }

  private void check() {
    if (limit.isPresent() && limit.get() < FEWEST) {
      throw new ParameterException(
          spec.commandLine(),
          "--limit: found " + limit.get() + ", expected " + FEWEST + " or more");
    }
    if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= 1e9)) {
      throw new ParameterException(
          spec.commandLine(), "--rate: found " + rate.get() + ", expected a number above 0");
    }
  }
}
