package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaAccessException;
import io.thalweg.connectors.replay.NoSuchColumnException;
import io.thalweg.connectors.replay.ReplayException;
import io.thalweg.jobs.cluster.ClusterException;
import io.thalweg.jobs.file.InvalidJobFileException;
import io.thalweg.jobs.soak.SoakException;
import io.thalweg.models.devices.UnservedDeviceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person what went wrong: what was found and what to do, not where in the program. */
final class Failure {
  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  private Failure() {}

  /** Writes the message and returns the exit code. */
  static int report(Exception exception, CommandLine command, boolean stackTrace) {
    PrintWriter err = command.getErr();
    if (exception instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    LOG.error("{} failed", command.getCommandSpec().qualifiedName(), exception);
    if (exception instanceof InvalidJobFileException invalid) {
      invalid.mistakes().forEach(err::println);
    } else {
      err.println(command.getColorScheme().errorText("thalweg: " + message(exception)));
    }
    if (stackTrace) {
      exception.printStackTrace(err);
    } else if (!isUsersMistake(exception)) {
      err.println("  --stacktrace shows where" + log());
    }
    err.flush();
    return code(exception);
  }

  /** Writes what is wrong with the command line, without all that could be on it. */
  static int report(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText("thalweg: " + wrong.getMessage()));
    if (UnmatchedArgumentException.printSuggestions(wrong, err)
        || command.getSubcommands().isEmpty()) {
      err.println("  see ./" + command.getCommandSpec().qualifiedName() + " --help");
    } else {
      command.usage(err);
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static String log() {
    return Optional.ofNullable(System.getProperty("thalweg.log"))
        .map(file -> "; the log is " + file)
        .orElse("");
  }

  private static int code(Exception exception) {
    if (exception instanceof InvalidJobFileException || exception instanceof JobFileAccess) {
      return ExitCode.JOB_FILE;
    }
    if (exception instanceof KafkaAccessException) {
      return ExitCode.BROKER;
    }
    if (exception instanceof NoSuchColumnException) {
      return ExitCode.USAGE;
    }
    return ExitCode.FAILED;
  }

  private static boolean isUsersMistake(Exception exception) {
    return code(exception) != ExitCode.FAILED
        || exception instanceof IOException
        || exception instanceof IllegalArgumentException
        || exception instanceof ReplayException
        || exception instanceof UnservedDeviceException
        || exception instanceof ClusterException
        || exception instanceof SoakException;
  }

  /** The outermost message that says something. */
  private static String message(Throwable exception) {
    if (exception instanceof NoSuchFileException missing) {
      return "file " + missing.getFile() + " not found: check its name";
    }
    if (exception instanceof AccessDeniedException denied) {
      return "file " + denied.getFile() + " may not be read: change its permissions";
    }
    Throwable cause = exception;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
