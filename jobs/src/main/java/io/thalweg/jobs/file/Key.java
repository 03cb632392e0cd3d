package io.thalweg.jobs.file;

/**
 * A key of the job file.
 *
 * @param path from the root, as {@code learning.rate}
 * @param otherwise the value where the file says nothing; null: depends or must be said
 * @param otherwiseText the default in words
 */
record Key<T>(String path, Type<T> type, T otherwise, String otherwiseText) {
  static final String REQUIRED = "required";

  static <T> Key<T> required(String path, Type<T> type) {
    return new Key<>(path, type, null, REQUIRED);
  }

  /** Where nothing is said, another key decides or the thing is absent. */
  static <T> Key<T> optional(String path, Type<T> type, String otherwiseText) {
    return new Key<>(path, type, null, otherwiseText);
  }

  static <T> Key<T> of(String path, Type<T> type, T otherwise) {
    return new Key<>(path, type, otherwise, type.show(otherwise));
  }

  boolean isRequired() {
    return otherwiseText.equals(REQUIRED);
  }

  String remedy() {
    return otherwiseText.startsWith(REQUIRED)
        ? "correct it"
        : otherwise == null
            ? "correct it or leave it out"
            : "correct it or leave it out for " + otherwiseText;
  }
}
