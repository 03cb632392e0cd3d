package io.thalweg.jobs.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Job files: YAML, every key of which is listed in docs/job-file.md. Scalars are read as they are
 * written, so that a class may be called {@code NO} without quotes.
 */
public final class JobFile {
  private static final int LARGEST = 1 << 20;

  private static final String BROKERS = "bootstrap.servers";

  /** The section that makes a job one of an agent. */
  private static final String AGENT = "agent";

  private JobFile() {}

  /**
   * Reads a job file, and the zip of {@code network.start} if it names one.
   *
   * @throws IOException where there is no such file or it cannot be read
   * @throws InvalidJobFileException with everything that is wrong with it
   */
  public static Job read(Path file) throws IOException {
    return parse(file.toString(), decoded(file, bytes(file)));
  }

  /**
   * As {@link #read}, where only a sequence job will do.
   *
   * @throws InvalidJobFileException also where it is another kind of job
   */
  public static JobSpec readSequence(Path file) throws IOException {
    return sequence(file.toString(), read(file));
  }

  /**
   * As {@link #parse}, where only a sequence job will do.
   *
   * @throws InvalidJobFileException also where it is another kind of job
   */
  public static JobSpec parseSequence(String name, String text) {
    return sequence(name, parse(name, text));
  }

  /**
   * As {@link #read}, where only a job with an agent will do.
   *
   * @throws InvalidJobFileException also where it is another kind of job
   */
  public static AgentJobSpec readAgent(Path file) throws IOException {
    return agent(file.toString(), read(file));
  }

  /**
   * As {@link #parse}, where only a job with an agent will do.
   *
   * @throws InvalidJobFileException also where it is another kind of job
   */
  public static AgentJobSpec parseAgent(String name, String text) {
    return agent(name, parse(name, text));
  }

  private static JobSpec sequence(String name, Job job) {
    if (job instanceof JobSpec sequence) {
      return sequence;
    }
    throw other(name, "a job with an agent", "one that predicts");
  }

  private static AgentJobSpec agent(String name, Job job) {
    if (job instanceof AgentJobSpec agent) {
      return agent;
    }
    throw other(name, "a job that predicts", "one with a section 'agent'");
  }

  private static InvalidJobFileException other(String name, String found, String expected) {
    return new InvalidJobFileException(
        List.of(
            "%s:1: found %s, expected %s; name another job file".formatted(name, found, expected)));
  }

  /** No more than a job file may have: what a file says of its size may be wrong, of a device's. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      requireSmall(bytes.length, new Mistakes(file.toString()));
      return bytes;
    }
  }

  private static void requireSmall(int length, Mistakes mistakes) {
    if (length > LARGEST) {
      mistakes.add(
          1,
          "found more than %d bytes, expected a job file of at most so many; is it another file?"
              .formatted(LARGEST));
      mistakes.throwIfAny();
    }
  }

  private static String decoded(Path file, byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      Mistakes mistakes = new Mistakes(file.toString());
      mistakes.add(1, "found bytes that are not UTF-8, expected a text; save the file as UTF-8");
      mistakes.throwIfAny();
      throw notText;
    }
  }

  /**
   * Reads the text of a job file, and the zip of {@code network.start} if it names one.
   *
   * @param name of the file, for messages; relative paths in it count from its folder
   * @throws InvalidJobFileException with everything that is wrong with it
   */
  public static Job parse(String name, String text) {
    Mistakes mistakes = new Mistakes(name);
    requireSmall(text.length(), mistakes);
    MappingNode root = root(text, mistakes);
    Path folder = Path.of(name).toAbsolutePath().getParent();
    if (hasAgent(root)) {
      Document document = Document.of(root, AgentKeys.ALL, "", mistakes);
      return new AgentSpecReader(document, mistakes).read();
    }
    Document document = Document.of(root, Keys.FILE, "", mistakes);
    return new SpecReader(folder, document, mistakes).read();
  }

  /** The job as a job file that says everything, defaults too; secrets are masked. */
  public static String text(Job job) {
    return lines(job).text();
  }

  /**
   * Every setting as it would be written in a job file, by its path, such as {@code learning.rate};
   * without those of the Kafka clients, which may hold secrets, but for the brokers.
   */
  public static SortedMap<String, String> settings(Job job) {
    SortedMap<String, String> settings = new TreeMap<>(lines(job).settings());
    settings.remove(Keys.KAFKA.path());
    Optional.ofNullable(job.kafka().get(BROKERS))
        .ifPresent(brokers -> settings.put(Keys.KAFKA.path() + "." + BROKERS, brokers));
    return settings;
  }

  private static KeyLines lines(Job job) {
    return job instanceof AgentJobSpec agent ? AgentText.of(agent) : JobText.of((JobSpec) job);
  }

  private static boolean hasAgent(MappingNode root) {
    return root.getValue().stream()
        .anyMatch(
            entry -> entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(AGENT));
  }

  private static MappingNode root(String text, Mistakes mistakes) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(LARGEST);
      options.setNestingDepthLimit(20);
      Node root =
          new Yaml(options)
              .compose(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
      if (root instanceof MappingNode mapping) {
        return mapping;
      }
      mistakes.add(
          1,
          "found %s, expected 'key: value' lines; the shortest job file is in docs/job-file.md"
              .formatted(root == null ? "an empty file" : Place.found(root)));
    } catch (MarkedYAMLException e) {
      mistakes.add(
          e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1,
          "not YAML: %s; look for a tab, a missing space or a missing quote here or just above"
              .formatted(e.getProblem()));
    } catch (YAMLException e) {
      mistakes.add(1, "not YAML: " + e.getMessage() + "; write plain text without escapes");
    }
    mistakes.throwIfAny();
    throw new IllegalStateException("a file that is no mapping has a mistake");
  }
}
