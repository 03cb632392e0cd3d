package io.thalweg.jobs.demo;

import io.thalweg.connectors.replay.Replay;
import io.thalweg.jobs.file.JobSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stream that there is a demonstration of.
 *
 * @param command the demonstration's name on the command line
 * @param example file name of its job in the folder of examples
 * @param records that it has
 * @param positive the class that F1 is of; empty: F1 is not asked for
 * @param replay for a job that reads this stream as JSON
 */
public record DemoStream(
    String command,
    String example,
    int records,
    Optional<String> positive,
    Function<JobSpec, Replay> replay) {}
