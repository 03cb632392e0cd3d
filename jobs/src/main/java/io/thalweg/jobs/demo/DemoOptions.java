package io.thalweg.jobs.demo;

import io.thalweg.jobs.embedded.Embedded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the demonstration runs.
 *
 * @param limit records to play, at most those that there are
 * @param rate records per second; none: as fast as they are answered
 * @param summary file for the final figures
 * @param keepRunning whether broker and dashboard stay up until the process is ended
 * @param started when the command was typed
 */
public record DemoOptions(
    long limit,
    OptionalDouble rate,
    Optional<Path> summary,
    boolean keepRunning,
    Embedded.Settings embedded,
    Instant started) {}
