/**
 * A job on the process cluster under a steady stream, while processes die and records are hostile;
 * what it wrote is held against a run in peace.
 */
package io.thalweg.jobs.soak;
