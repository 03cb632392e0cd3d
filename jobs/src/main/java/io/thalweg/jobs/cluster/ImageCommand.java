package io.thalweg.jobs.cluster;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thalweg image}. */
@Command(
    name = "image",
    header = "Build the container image: Flink, Kafka's broker for trials and Thalweg.",
    description =
        "From docker/Dockerfile and the jars that the build resolved; docs/containers.md says what it does.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg image",
      "  ./thalweg image --engine podman --tag registry.example/thalweg:1",
      "  ./thalweg image -- --network=host --no-cache",
      "  THALWEG_PROFILE=cuda,cuda-libraries ./thalweg image"
    })
public final class ImageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      description = "Of the image, once per name (thalweg:VERSION and thalweg:latest).")
  private List<String> tags = List.of();

  @Option(
      names = "--engine",
      paramLabel = "COMMAND",
      defaultValue = "docker",
      description = "docker or podman (${DEFAULT-VALUE}).")
  private String engine;

  @Parameters(paramLabel = "OPTION", description = "Further options of 'docker build', after --.")
  private List<String> options = List.of();

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(Optional.ofNullable(System.getenv("THALWEG_HOME")).orElse("."));
    ImageClassPath classPath = ImageClassPath.current();
    ImageContext context = new ImageContext(home.resolve(".thalweg/image"));
    String version = version();
    List<String> names = tags.isEmpty() ? names(version, classPath) : tags;
    try {
      context.assemble(home, classPath);
      build(home, names, version);
    } finally {
      context.delete();
    }
    names.forEach(name -> say("image      " + name));
    say("size       %.0f MB".formatted(size(names.get(0)) / 1e6));
    return 0;
  }

  private static List<String> names(String version, ImageClassPath classPath) {
    String suffix = classPath.cuda() ? "-cuda" : "";
    return List.of("thalweg:" + version + suffix, "thalweg:latest" + suffix);
  }

  private void build(Path home, List<String> names, String version) throws Exception {
    List<String> command = new ArrayList<>(List.of(engine, "build"));
    names.forEach(name -> command.addAll(List.of("--tag", name)));
    command.addAll(List.of("--build-arg", "VERSION=" + version));
    command.addAll(List.of("--build-arg", "REVISION=" + revision(home)));
    command.addAll(options);
    command.add(home.resolve(".thalweg/image").toString());
    int code = start(new ProcessBuilder(command).inheritIO()).waitFor();
    if (code != 0) {
      throw new ClusterException("'%s build' ended with %d; why is above".formatted(engine, code));
    }
  }

  private long size(String name) throws Exception {
    return Long.parseLong(output(engine, "image", "inspect", "--format", "{{.Size}}", name));
  }

  /** The commit; with a plus where something has changed since. */
  private static String revision(Path home) throws Exception {
    String folder = home.toString();
    try {
      String commit = output("git", "-C", folder, "rev-parse", "HEAD");
      return output("git", "-C", folder, "status", "--porcelain").isEmpty() ? commit : commit + "+";
    } catch (ClusterException noGit) {
      return "unknown";
    }
  }

  private String version() throws Exception {
    return spec.root().versionProvider().getVersion()[0].replaceFirst("^thalweg ", "");
  }

  private static String output(String... command) throws Exception {
    Process process =
        start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new ClusterException("'%s' failed".formatted(String.join(" ", command)));
    }
    return text.strip();
  }

  private static Process start(ProcessBuilder command) {
    try {
      return command.start();
    } catch (IOException e) {
      throw new ClusterException(
          "cannot run %s (%s): install it, or name another with --engine"
              .formatted(command.command().get(0), e.getMessage()),
          e);
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
