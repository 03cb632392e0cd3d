/**
 * The demonstration: a real stream through a real broker and a real Flink, and what it looks like.
 */
package io.thalweg.jobs.demo;
