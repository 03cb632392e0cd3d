/**
 * What operators measure, with what {@code docs/metrics.md} says of it: no operator registers a
 * metric but through here.
 */
package io.thalweg.jobs.metrics;
