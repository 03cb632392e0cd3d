/** Whole training steps and predictions of Thalweg's networks, beside PyTorch's. */
package io.thalweg.benchmarks.networks;
