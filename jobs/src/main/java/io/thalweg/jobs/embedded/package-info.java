/** A broker and a Flink cluster in this process: what runs a job on a laptop. */
package io.thalweg.jobs.embedded;
