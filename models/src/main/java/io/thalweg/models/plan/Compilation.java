package io.thalweg.models.plan;

/** What comes of compiling a DL4J configuration. */
public sealed interface Compilation {
  /**
   * A network that a plan computes.
   *
   * @param plan without parameters; the caller closes it
   * @param order between the configuration's parameters in DL4J and the plan's
   */
  record Compiled(Plan plan, Dl4jOrder order) implements Compilation {}

  /**
   * A layer that no plan computes: the whole network is DL4J's to run.
   *
   * @param index of the layer, from 0
   * @param name in the configuration; DL4J names what nobody named
   * @param type of the layer, without its package
   * @param reason what was found and what was expected
   */
  record UnsupportedLayer(int index, String name, String type, String reason)
      implements Compilation {
    @Override
    public String toString() {
      return "layer %d (%s, '%s'): %s".formatted(index, type, name, reason);
    }
  }
}
