/** Losses that DL4J does not have, as loss functions of its own kind. */
package io.thalweg.models.losses;
