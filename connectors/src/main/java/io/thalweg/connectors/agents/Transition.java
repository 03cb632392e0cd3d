package io.thalweg.connectors.agents;

/**
 * One step of experience: the log that an agent learns from consists of these.
 *
 * @param environment like episode, step and time those of the observation that was acted upon
 * @param observation what was seen before the action; finite
 * @param action number in the action space
 * @param probability with which it was chosen, in (0, 1]; NaN: not known
 * @param policyVersion that chose it; −1: none of this agent's
 * @param reward that followed; finite
 * @param next what was seen after it
 * @param terminated whether the world ended there: nothing follows {@code next}
 * @param truncated whether the episode was cut off there: values of {@code next} count
 */
public record Transition(
    String environment,
    long episode,
    long step,
    long time,
    float[] observation,
    int action,
    double probability,
    long policyVersion,
    double reward,
    float[] next,
    boolean terminated,
    boolean truncated)
    implements LogEntry {
  /** Whether it is its episode's last step. */
  public boolean ends() {
    return terminated || truncated;
  }

  /** The same with another reward. */
  public Transition withReward(double other) {
    return new Transition(
        environment,
        episode,
        step,
        time,
        observation,
        action,
        probability,
        policyVersion,
        other,
        next,
        terminated,
        truncated);
  }
}
