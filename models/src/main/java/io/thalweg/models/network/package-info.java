/**
 * Networks behind one interface: configuration, parameters, prediction, gradient.
 *
 * <p>{@link io.thalweg.models.network.Networks} makes them. DL4J defines layout and export; plain
 * Java computes by default.
 */
package io.thalweg.models.network;
