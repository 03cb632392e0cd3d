package io.thalweg.jobs.stream;

import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a job was started with, as the cluster keeps it for people who look at the dashboard and for
 * an upgrade, which compares. Secrets are not among it.
 */
public final class Settings {
  /** Of the model; what is the same in it has the same versions from the same log. */
  public static final String FINGERPRINT = "thalweg.fingerprint";

  /** Brokers that it was started with. */
  public static final String BROKERS = "kafka.bootstrap.servers";

  private Settings() {}

  /** Every setting by its path, and the fingerprint. */
  public static Map<String, String> of(Job job) {
    SortedMap<String, String> settings = new TreeMap<>(JobFile.settings(job));
    settings.put(FINGERPRINT, job.fingerprint());
    return settings;
  }
}
