package io.thalweg.jobs.watch;

import java.util.Arrays;
import java.util.Optional;

/**
 * A topic of a job, told by its name.
 *
 * @param job name of the job
 */
record JobTopic(String job, Kind kind) {
  /** What a job's topics hold, and how far back from its end each is read. */
  enum Kind {
    METRICS(".metrics", 20_000),
    MODELS(".model", 256),
    POLICIES(".policy-updates", 256),
    DEAD_LETTERS(".dead-letter", 200),
    LATE(".late", 200),
    /** Never read whole: looked at now and then. */
    PREDICTIONS(".predictions", 64),
    ACTIONS(".actions", 64);

    private final String suffix;
    private final long depth;

    Kind(String suffix, long depth) {
      this.suffix = suffix;
      this.depth = depth;
    }

    /** Records of a partition, the newest, with which reading begins. */
    long depth() {
      return depth;
    }

    /** Whether all that comes is read; of the others a sample. */
    boolean isFollowed() {
      return this != PREDICTIONS && this != ACTIONS;
    }
  }

  /** Empty where the topic is of no job. */
  static Optional<JobTopic> of(String topic) {
    return Arrays.stream(Kind.values())
        .filter(kind -> topic.endsWith(kind.suffix) && topic.length() > kind.suffix.length())
        .findFirst()
        .map(kind -> new JobTopic(topic.substring(0, topic.length() - kind.suffix.length()), kind));
  }
}
