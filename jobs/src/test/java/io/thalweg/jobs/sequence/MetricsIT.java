package io.thalweg.jobs.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.connectors.kafka.Topic;
import io.thalweg.jobs.agent.AgentJob;
import io.thalweg.jobs.file.JobFile;
import io.thalweg.jobs.file.JobSpec;
import io.thalweg.jobs.file.JobTopics;
import io.thalweg.jobs.graph.Graphs;
import io.thalweg.jobs.metrics.OperatorMetrics;
import io.thalweg.jobs.stream.UpdateAssembly;
import io.thalweg.jobs.testing.ReportedRun;
import io.thalweg.jobs.testing.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.flink.metrics.MetricType;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The operators of a running job register what they declare, which docs/metrics.md has. */
class MetricsIT {
  @Test
  void operators_register_what_they_declare_and_nothing_else() throws Exception {
    var registered = registered("field: class, classes: [a, b]");
    registered("field: number, type: number")
        .forEach((operator, names) -> registered.get(operator).addAll(names));
    assertThat(registered).isEqualTo(declared(SequenceJob.metrics()));
  }

  private static Map<String, Set<String>> registered(String label) throws Exception {
    try (var streams = new Streams()) {
      return registered(job(streams, label));
    }
  }

  /** With all operators that a job can have: a topic of labels, and a fleet. */
  private static JobSpec job(Streams streams, String label) throws Exception {
    var events = new ArrayList<String>();
    var labels = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      events.add("{\"id\":\"e%d\",\"t\":%d,\"x\":%d}".formatted(i, 1000 + i, i % 7));
      labels.add("{\"id\":\"e%d\",\"t\":%d,\"class\":\"a\",\"number\":7}".formatted(i, 1000 + i));
    }
    var spec =
        JobFile.parseSequence(
                "metrics.yaml",
                """
                name: metrics
                input: {topic: events, event-time: t, id: id}
                features: {numeric: [x]}
                label: {topic: labels, id: id, time: t, %s}
                network: {type: simple-rnn, hidden: 2}
                serving: fleet
                """
                    .formatted(label))
            .withBrokers(streams.brokers());
    streams.create(JobTopics.of(spec, 1).toArray(Topic[]::new));
    streams.write("events", List.of(events));
    streams.write("labels", List.of(labels));
    return spec;
  }

  private static Map<String, Set<String>> registered(JobSpec spec) throws Exception {
    return registered(env -> SequenceJob.build(env, spec, true));
  }

  private static Map<String, Set<String>> registered(Consumer<StreamExecutionEnvironment> build)
      throws Exception {
    return ReportedRun.of(build, MetricsIT::ours);
  }

  /** "name type" of what our operators register, by operator. */
  private static Map<String, Set<String>> ours(InMemoryReporter reporter) {
    var byOperator = new TreeMap<String, Set<String>>();
    reporter
        .getMetricsByGroup()
        .forEach(
            (group, metrics) -> {
              var scope = group.getScopeComponents();
              if (group instanceof OperatorMetricGroup && isOurs(scope[scope.length - 2])) {
                var names = new TreeSet<String>();
                metrics.forEach(
                    (name, metric) -> names.add(name + " " + type(metric.getMetricType())));
                byOperator.put(scope[scope.length - 2], names);
              }
            });
    var flinks = new TreeSet<>(byOperator.values().iterator().next());
    byOperator.values().forEach(flinks::retainAll); // what every operator has
    byOperator.values().forEach(names -> names.removeAll(flinks));
    byOperator.values().removeIf(Set::isEmpty);
    return byOperator;
  }

  private static boolean isOurs(String operator) {
    return !operator.startsWith("Source: ")
        && !operator.endsWith(": Writer")
        && !operator.endsWith(": Committer");
  }

  private static String type(MetricType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void operators_of_an_agents_job_register_what_they_declare_and_nothing_else() throws Exception {
    try (var streams = new Streams()) {
      var spec =
          JobFile.parseAgent(
                  "metrics.yaml",
                  """
                  name: metrics
                  environment: cartpole
                  role: act
                  rewards: {topic: rewards}
                  agent: {type: dqn}
                  """)
              .withBrokers(streams.brokers());
      streams.create(JobTopics.of(spec, 1).toArray(Topic[]::new));
      var registered = registered(env -> Graphs.build(env, spec, true));
      streams.create(Topic.of("metrics.metrics", 1));
      registered.putAll(
          registered(
              env -> Graphs.build(env, spec.learningFrom(spec.output().transitions()), true)));
      var expected = declared(AgentJob.metrics());
      expected.putAll(declared(List.of(UpdateAssembly.METRICS)));
      assertThat(registered).isEqualTo(expected);
    }
  }

  private static Map<String, Set<String>> declared(List<OperatorMetrics> all) {
    var byOperator = new TreeMap<String, Set<String>>();
    for (OperatorMetrics operators : all) {
      for (String operator : operators.operators()) {
        var names = new TreeSet<String>();
        operators.metrics().forEach(metric -> names.add(metric.name() + " " + type(metric.type())));
        byOperator.put(operator, names);
      }
    }
    return byOperator;
  }
}
