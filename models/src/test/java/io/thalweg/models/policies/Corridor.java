package io.thalweg.models.policies;

import io.thalweg.models.agents.Decision;
import io.thalweg.models.agents.Moment;
import io.thalweg.models.agents.Policy;
import io.thalweg.models.agents.Transition;
import io.thalweg.models.features.Batch;

/**
 * A corridor of five places: left is a step back (at the first place: none) for a reward of 0.02,
 * right a step on for nothing, but for 1 and the end behind the last place. Episodes are cut off
 * after 20 steps. With γ = 0.9 right is best everywhere: at the first place it is worth 0.9⁴ =
 * 0.656, left once 0.02 + 0.9 · 0.656 = 0.610, and left for ever 0.2.
 */
final class Corridor {
  static final int PLACES = 5;
  private static final int LIMIT = 20;

  private final int[] place;
  private final long[] episode;
  private final int[] step;

  Corridor(int streams) {
    place = new int[streams];
    episode = new long[streams];
    step = new int[streams];
  }

  static float[] observation(int place) {
    float[] observation = new float[PLACES];
    if (place < PLACES) {
      observation[place] = 1;
    }
    return observation;
  }

  /** Lets a learner act and learn in all streams in turn, so many times. */
  void train(PolicyLearner learner, int times) {
    Batch batch = new Batch(1, 1, PLACES);
    Decision[] decisions = new Decision[1];
    for (int i = 0; i < times; i++) {
      for (int stream = 0; stream < place.length; stream++) {
        batch.clear();
        batch.add(observation(place[stream]), 0, 1);
        Moment[] moments = {new Moment(stream, episode[stream], step[stream])};
        learner.exploring().decide(batch, moments, decisions);
        step(learner, decisions[0], stream);
      }
    }
  }

  private void step(PolicyLearner learner, Decision decision, int stream) {
    int from = place[stream];
    int to = decision.action() == 1 ? from + 1 : Math.max(0, from - 1);
    float reward = decision.action() == 0 ? 0.02f : to == PLACES ? 1 : 0;
    boolean terminated = to == PLACES;
    boolean truncated = !terminated && ++step[stream] == LIMIT;
    learner.observe(
        new Transition(
            observation(from), decision.action(), reward, observation(to), terminated, truncated),
        decision.probability(),
        stream);
    place[stream] = to;
    if (terminated || truncated) {
      place[stream] = 0;
      step[stream] = 0;
      episode[stream]++;
    }
  }

  /** Probability of going right at each place. */
  static double[] right(Policy policy) {
    double[] right = new double[PLACES];
    for (int at = 0; at < PLACES; at++) {
      Batch batch = new Batch(1, 1, PLACES);
      batch.add(observation(at), 0, 1);
      Decision[] decisions = new Decision[1];
      policy.decide(batch, new Moment[] {new Moment(0, 0, 0)}, decisions);
      right[at] = decisions[0].values()[1];
    }
    return right;
  }
}
