package io.thalweg.connectors.predictions;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prequential figures by their names on the metrics topic, in its order. NaN where there is none;
 * docs/records.md says what each means.
 */
public record Figures(Map<String, Double> byName) {
  public Figures {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * Of classes: accuracies in [0, 1], log loss in nats.
   *
   * @param noChangeAccuracy of the classifier that answers the label before
   * @param kappa against chance (Cohen, 1960)
   * @param kappaTemporal against no change (Žliobaitė et al., 2015)
   */
  public static Figures ofClasses(
      double accuracy,
      double noChangeAccuracy,
      double kappa,
      double kappaTemporal,
      double logLoss) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("accuracy", accuracy);
    figures.put("no_change_accuracy", noChangeAccuracy);
    figures.put("kappa", kappa);
    figures.put("kappa_temporal", kappaTemporal);
    figures.put("log_loss", logLoss);
    return new Figures(figures);
  }

  /**
   * Of numbers, in the label's unit.
   *
   * @param noChange of the predictor that answers the label before
   * @param skill 1 − meanAbsolute / noChange
   */
  public static Figures ofNumbers(
      double meanAbsolute, double rootMeanSquared, double noChange, double skill) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("mean_absolute_error", meanAbsolute);
    figures.put("root_mean_squared_error", rootMeanSquared);
    figures.put("no_change_mean_absolute_error", noChange);
    figures.put("skill", skill);
    return new Figures(figures);
  }

  /** NaN where there is no such figure. */
  public double get(String name) {
    return byName.getOrDefault(name, Double.NaN);
  }

  /** Whether they are of numbers. */
  public boolean ofNumbers() {
    return byName.containsKey("mean_absolute_error");
  }

  public double accuracy() {
    return get("accuracy");
  }

  public double noChangeAccuracy() {
    return get("no_change_accuracy");
  }

  public double kappa() {
    return get("kappa");
  }

  public double kappaTemporal() {
    return get("kappa_temporal");
  }

  public double logLoss() {
    return get("log_loss");
  }
}
