package io.thalweg.jobs.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which also remembers for what it was asked and said yes. */
public final class AskedRights extends StandardAuthorizer {
  private static final Set<Granted> GRANTED = ConcurrentHashMap.newKeySet();

  /** What somebody was allowed to do. */
  public record Granted(String user, String resource, String name, String operation) {}

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    List<AuthorizationResult> results = super.authorize(context, actions);
    for (int i = 0; i < actions.size(); i++) {
      if (results.get(i) == AuthorizationResult.ALLOWED) {
        Action action = actions.get(i);
        GRANTED.add(
            new Granted(
                context.principal().getName(),
                action.resourcePattern().resourceType().name(),
                action.resourcePattern().name(),
                action.operation().name()));
      }
    }
    return results;
  }

  /** All that this process has granted. */
  public static Set<Granted> granted() {
    return Set.copyOf(GRANTED);
  }
}
