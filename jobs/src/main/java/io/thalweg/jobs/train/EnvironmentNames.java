package io.thalweg.jobs.train;

import io.thalweg.environments.Environments;
import java.util.ArrayList;

/** For help and completion. */
final class EnvironmentNames extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  EnvironmentNames() {
    super(Environments.all().stream().map(Environments.Entry::name).toList());
  }
}
