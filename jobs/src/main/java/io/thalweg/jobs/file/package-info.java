/**
 * Job files: YAML read into a checked {@link io.thalweg.jobs.file.JobSpec}, every mistake reported
 * with its line.
 */
package io.thalweg.jobs.file;
