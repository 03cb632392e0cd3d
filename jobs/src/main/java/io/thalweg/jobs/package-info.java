/** Flink operators, job graphs, job files and the command line: the only module that knows all. */
package io.thalweg.jobs;
