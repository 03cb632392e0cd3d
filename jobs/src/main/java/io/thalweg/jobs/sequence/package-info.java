/** The sequence job: gate, label join, assembler, learner, fleet, and the graph that joins them. */
package io.thalweg.jobs.sequence;
