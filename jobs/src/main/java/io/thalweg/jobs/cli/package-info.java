/**
 * The command line. Commands say what they want of files, topics, the demo and clusters, and how to
 * tell it to a person or a script; they hold no logic of their own.
 */
package io.thalweg.jobs.cli;
