package io.thalweg.jobs.cli;

import picocli.CommandLine;

/** What the process ends with; docs/command-line.md says it to users. */
final class ExitCode {
  static final int OK = CommandLine.ExitCode.OK;

  /** Something failed while it ran. */
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /** The command line is wrong. */
  static final int USAGE = CommandLine.ExitCode.USAGE;

  /** The job file is wrong, or there is none. */
  static final int JOB_FILE = 3;

  /** No broker answers, or it refuses. */
  static final int BROKER = 4;

  /** Ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
