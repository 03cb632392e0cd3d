package io.thalweg.benchmarks.peers;

import static org.bytedeco.pytorch.global.torch.mse_loss;

import io.thalweg.environments.Environments;
import io.thalweg.environments.VectorEnvironment;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * A deep Q-network in CartPole with the defaults of CleanRL's {@code dqn.py}: 4-120-84-2, a batch
 * of 128 of the newest 10,000 transitions every 10 steps, Adam, the target network copied every 500
 * steps, epsilon from 1 to 0.05 in 250,000 steps.
 */
final class TorchDqn implements AutoCloseable {
  /** Steps before the first update. */
  static final int STARTS = 10_000;

  private static final int INPUTS = 4;
  private static final int MEMORY = 10_000;
  private static final int BATCH = 128;
  private static final int EVERY = 10;
  private static final int COPIED_EVERY = 500;
  private static final float DISCOUNT = 0.99f;

  private final VectorEnvironment world =
      new VectorEnvironment(Environments.named("cartpole")::make, 1, 7);
  private final SplittableRandom chance = new SplittableRandom(7);
  private final TorchDense network = new TorchDense(INPUTS, 120, 84, 2);
  private final TorchDense target = new TorchDense(INPUTS, 120, 84, 2);
  private final Adam adam = new Adam(network.parameters(), new AdamOptions(2.5e-4));
  private final float[] observations = new float[MEMORY * INPUTS];
  private final float[] next = new float[MEMORY * INPUTS];
  private final long[] actions = new long[MEMORY];
  private final float[] rewards = new float[MEMORY];
  private final float[] goesOn = new float[MEMORY];
  private int steps;

  TorchDqn() {
    world.reset();
    copy();
  }

  private void copy() {
    try (var unused = new PointerScope();
        var unusedGuard = new NoGradGuard()) {
      TensorVector from = network.parameters();
      TensorVector to = target.parameters();
      for (long i = 0; i < from.size(); i++) {
        to.get(i).copy_(from.get(i));
      }
    }
  }

  void play(int count) {
    for (int i = 0; i < count; i++) {
      step();
      if (steps > STARTS && steps % EVERY == 0) {
        learn();
      }
      if (steps % COPIED_EVERY == 0) {
        copy();
      }
    }
  }

  private void step() {
    int slot = steps % MEMORY;
    System.arraycopy(world.observations(), 0, observations, slot * INPUTS, INPUTS);
    double epsilon = Math.max(0.05, 1 - 0.95 * steps / 250_000);
    int action = chance.nextDouble() < epsilon ? chance.nextInt(2) : best(world.observations());
    world.step(new float[] {action});
    System.arraycopy(world.next(), 0, next, slot * INPUTS, INPUTS);
    actions[slot] = action;
    rewards[slot] = (float) world.rewards()[0];
    goesOn[slot] = world.terminated()[0] ? 0 : 1;
    steps++;
  }

  private int best(float[] observation) {
    try (var unused = new PointerScope();
        var unusedGuard = new NoGradGuard()) {
      float[] values = new float[2];
      network.logits(Tensor.create(observation, 1, INPUTS)).data_ptr_float().get(values);
      return values[1] > values[0] ? 1 : 0;
    }
  }

  private void learn() {
    float[] seen = new float[BATCH * INPUTS];
    float[] after = new float[BATCH * INPUTS];
    long[] taken = new long[BATCH];
    float[] rewarded = new float[BATCH];
    float[] going = new float[BATCH];
    for (int i = 0; i < BATCH; i++) {
      int slot = chance.nextInt(Math.min(steps, MEMORY));
      System.arraycopy(observations, slot * INPUTS, seen, i * INPUTS, INPUTS);
      System.arraycopy(next, slot * INPUTS, after, i * INPUTS, INPUTS);
      taken[i] = actions[slot];
      rewarded[i] = rewards[slot];
      going[i] = goesOn[slot];
    }
    try (var unused = new PointerScope()) {
      float[] targets = new float[BATCH];
      try (var unusedGuard = new NoGradGuard()) {
        float[] values = new float[2 * BATCH];
        target.logits(Tensor.create(after, BATCH, INPUTS)).data_ptr_float().get(values);
        for (int i = 0; i < BATCH; i++) {
          float most = Math.max(values[2 * i], values[2 * i + 1]);
          targets[i] = rewarded[i] + DISCOUNT * going[i] * most;
        }
      }
      Tensor values =
          network
              .logits(Tensor.create(seen, BATCH, INPUTS))
              .gather(1, Tensor.create(taken, BATCH, 1));
      adam.zero_grad();
      mse_loss(values, Tensor.create(targets, BATCH, 1)).backward();
      adam.step();
    }
  }

  @Override
  public void close() {
    adam.close();
  }
}
