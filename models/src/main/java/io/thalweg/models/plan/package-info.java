/**
 * Networks as plans: compiled once for a batch's shape, they run prediction and gradient on
 * oneDNN's primitives, without DL4J's layers and without allocating anything per step.
 *
 * <p>{@link io.thalweg.models.plan.Plan} is what others use, made from an {@link
 * io.thalweg.models.plan.Outline}. Knows batches and the random generator; knows no stream.
 */
package io.thalweg.models.plan;
