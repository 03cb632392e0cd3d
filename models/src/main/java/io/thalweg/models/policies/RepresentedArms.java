package io.thalweg.models.policies;

import io.thalweg.models.agents.Transition;
import io.thalweg.models.agents.replay.ReplayMemory;
import io.thalweg.models.features.Batch;
import io.thalweg.models.plan.Plan;

/**
 * Arms that learn from what a network makes of contexts. Their sums are those of one
 * representation: where the network has moved, they are made anew of all that is remembered.
 */
final class RepresentedArms {
  /** Contexts are represented so many at a time. */
  static final int LOOKED_AT = 256;

  private final LinearArms arms;
  private final HiddenLayer representation;
  private final Batch one;
  private final Batch looked;

  /**
   * @param plan with the newest parameters loaded, for so many rows or more
   */
  RepresentedArms(NeuralBanditSpec spec, Plan plan, LinearArms arms) {
    this.arms = arms;
    representation = new HiddenLayer(plan, spec.width(), LOOKED_AT);
    one = new Batch(1, 1, spec.inputs());
    looked = new Batch(LOOKED_AT, 1, spec.inputs());
  }

  /** Learns a transition; whether all stayed within bounds, else nothing has changed. */
  boolean learn(Transition transition) {
    one.clear();
    one.add(transition.observation(), 0, 1);
    representation.look(one);
    return arms.learn(transition.action(), representation.of(0), transition.reward());
  }

  /** Knows all that is remembered, and nothing else; how much of it is not within bounds. */
  int relearn(ReplayMemory memory) {
    arms.begin();
    int refused = 0;
    for (int from = 0; from < memory.size(); from += LOOKED_AT) {
      int to = Math.min(memory.size(), from + LOOKED_AT);
      looked.clear();
      for (int slot = from; slot < to; slot++) {
        memory.addObservation(slot, looked);
      }
      representation.look(looked);
      for (int slot = from; slot < to; slot++) {
        double[] x = representation.of(slot - from);
        refused += arms.gather(memory.action(slot), x, memory.reward(slot)) ? 0 : 1;
      }
    }
    return refused + arms.settle();
  }
}
