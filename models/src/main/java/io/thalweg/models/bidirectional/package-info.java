/**
 * A wrapper of DL4J's recurrent layers that reads sequences of different lengths in both
 * directions, which DL4J's own does not do rightly.
 *
 * <p>{@link io.thalweg.models.bidirectional.MaskedBidirectional} is its configuration and all that
 * a user meets. Knows DL4J and ND4J only, so that it runs on any backend.
 */
package io.thalweg.models.bidirectional;
