/** The one place that knows the graphs of all kinds of jobs. */
package io.thalweg.jobs.graph;
