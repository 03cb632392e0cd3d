package io.thalweg.jobs.cli;

import io.thalweg.environments.Environments;
import java.util.ArrayList;

/** For help and completion. */
public final class EnvironmentNames extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  public EnvironmentNames() {
    super(Environments.all().stream().map(Environments.Entry::name).toList());
  }
}
