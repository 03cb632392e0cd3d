package io.thalweg.models.network;

/** What a dense layer does with its weighted sums. */
public enum Activation {
  /** Nothing. */
  IDENTITY,
  /** max(0, x) (Nair and Hinton, 2010). */
  RELU,
  TANH,
  SIGMOID
}
