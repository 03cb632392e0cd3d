package io.thalweg.jobs.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The table of rights in docs/security.md, as Kafka takes rights. */
public final class DocumentedRights {
  private static final Path GUIDE = Path.of("../docs/security.md");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| (topic|group|transactional id|cluster)(?: `([^`]+)`)?( and all that begin so)? \\| ([A-Za-z, ]+) \\| ([a-z ]+) \\|.*");

  private DocumentedRights() {}

  /** What one row gives. */
  public record Right(
      ResourceType type, String name, PatternType pattern, List<AclOperation> operations) {
    boolean covers(AskedRights.Granted granted, AclOperation operation) {
      return granted.resource().equals(type.name())
          && granted.operation().equals(operation.name())
          && (pattern == PatternType.LITERAL
              ? granted.name().equals(name)
              : granted.name().startsWith(name));
    }

    /** Operations that nobody of these users was ever granted by it. */
    public List<AclOperation> unused(String user) {
      return operations.stream()
          .filter(
              operation ->
                  AskedRights.granted().stream()
                      .noneMatch(g -> g.user().equals(user) && covers(g, operation)))
          .toList();
    }

    Stream<AclBinding> bindings(String user) {
      ResourcePattern resource = new ResourcePattern(type, name, pattern);
      return operations.stream()
          .map(
              operation ->
                  new AclBinding(
                      resource,
                      new AccessControlEntry(
                          "User:" + user, "*", operation, AclPermissionType.ALLOW)));
    }
  }

  /**
   * What the guide gives to somebody.
   *
   * @param who as its third column says
   * @param job what stands for NAME
   * @param input what stands for INPUT
   */
  public static List<Right> of(String who, String job, String input) throws IOException {
    List<Right> rights =
        Files.readAllLines(GUIDE).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .filter(row -> row.group(5).equals(who))
            .map(row -> right(row, job, input))
            .toList();
    if (rights.isEmpty()) {
      throw new AssertionError(GUIDE + " has no row for " + who);
    }
    return rights;
  }

  private static Right right(Matcher row, String job, String input) {
    String name =
        row.group(2) == null
            ? "kafka-cluster"
            : row.group(2).replace("NAME", job).replace("INPUT", input);
    return new Right(
        ResourceType.fromString(row.group(1).replace(' ', '_')),
        name,
        row.group(3) == null ? PatternType.LITERAL : PatternType.PREFIXED,
        Arrays.stream(row.group(4).split(", "))
            .map(
                operation ->
                    AclOperation.fromString(
                        operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)))
            .toList());
  }

  public static List<AclBinding> bindings(String user, List<Right> rights) {
    return rights.stream().flatMap(right -> right.bindings(user)).toList();
  }
}
