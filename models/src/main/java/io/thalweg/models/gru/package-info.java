/**
 * The gated recurrent unit as a layer of DL4J, which has none.
 *
 * <p>{@link io.thalweg.models.gru.GRU} is its configuration and all that a user meets. Knows DL4J
 * and ND4J only, so that it runs on any backend.
 */
package io.thalweg.models.gru;
