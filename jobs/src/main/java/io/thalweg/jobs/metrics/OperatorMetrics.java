package io.thalweg.jobs.metrics;

import java.util.List;

/**
 * What an operator measures, in the order of {@code docs/metrics.md}.
 *
 * @param operators that measure just that, by their names in the graph
 */
public record OperatorMetrics(List<String> operators, List<DescribedMetric> metrics) {
  public OperatorMetrics {
    operators = List.copyOf(operators);
    metrics = List.copyOf(metrics);
  }

  public static OperatorMetrics of(String operator, DescribedMetric... metrics) {
    return new OperatorMetrics(List.of(operator), List.of(metrics));
  }
}
