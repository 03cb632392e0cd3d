package io.thalweg.jobs.file;

/** What labels are. */
enum LabelType {
  CLASS,
  NUMBER
}
