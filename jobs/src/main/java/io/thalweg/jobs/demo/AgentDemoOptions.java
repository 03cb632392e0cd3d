package io.thalweg.jobs.demo;

import io.thalweg.environments.Environments;
import io.thalweg.jobs.embedded.Embedded;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How a demonstration of an agent runs.
 *
 * @param environments that act at the same time
 * @param steps of all together
 * @param seed of the environments
 * @param curve file for a picture of the returns
 * @param keepRunning whether broker, dashboard and job stay up until the process is ended
 * @param started when the command was typed
 */
public record AgentDemoOptions(
    Environments.Entry world,
    int environments,
    long steps,
    long seed,
    Optional<Path> summary,
    Optional<Path> curve,
    boolean keepRunning,
    Embedded.Settings embedded,
    Instant started) {}
